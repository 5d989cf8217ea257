#include "go_asm.h"
#include "textflag.h"

// Kernels of a run by itself: the arithmetic of the plain loops of dp5.go and
// machine.go in the same order, four gates or eight states at a time.

// func gatesOf(blocks *gateBlock, n int, row *float64, f float64, y, d *float64)
TEXT ·gatesOf(SB), NOSPLIT, $0-48
	MOVQ blocks+0(FP), DX
	MOVQ n+8(FP), CX
	MOVQ row+16(FP), SI
	VBROADCASTSD f+24(FP), Z0
	MOVQ y+32(FP), R8
	MOVQ d+40(FP), R9
block:
	VMULPD 192(SI), Z0, Z1
	VADDPD 128(SI), Z1, Z1
	VMULPD Z0, Z1, Z1
	VADDPD 64(SI), Z1, Z1
	VMULPD Z0, Z1, Z1
	VADDPD 0(SI), Z1, Z1
	VEXTRACTF64X4 $1, Z1, Y2
	MOVL gateBlock_x(DX), AX       // the first of up to four neighbours
	MOVBLZX gateBlock_mask(DX), BX
	CMPL BX, $0xf
	JNE few
	VMULPD (R8)(AX*8), Y2, Y2
	VSUBPD Y2, Y1, Y1
	VMOVUPD Y1, (R9)(AX*8)
done:
	ADDQ $gateBlock__size, DX
	ADDQ $256, SI
	DECQ CX
	JNE block
	VZEROUPPER
	RET
few:
	KMOVW BX, K1
	VMOVUPD.Z (R8)(AX*8), K1, Z3
	VMULPD Z3, Z2, Z2
	VSUBPD Z2, Z1, Z1
	VMOVUPD Z1, K1, (R9)(AX*8)
	JMP done

#define FIRST(P, C) VMULPD (P)(BX*1), C, Z16
#define TERM(P, C) \
	VMULPD (P)(BX*1), C, Z17; \
	VADDPD Z17, Z16, Z16

// LAST makes the states of the sum: x + h times it.
#define LAST(loop) \
	VMULPD Z10, Z16, Z16; \
	VADDPD (DX)(BX*1), Z16, Z16; \
	VMOVUPD Z16, (DI)(BX*1); \
	ADDQ $64, BX; \
	DECQ CX; \
	JNE loop

// func stageOf(terms int, c *[5]float64, n int, h float64, y, x, k1, k2, k3, k4, k5 *float64)
TEXT ·stageOf(SB), NOSPLIT, $0-88
	MOVQ c+8(FP), AX
	VBROADCASTSD 0(AX), Z0
	VBROADCASTSD 8(AX), Z1
	VBROADCASTSD 16(AX), Z2
	VBROADCASTSD 24(AX), Z3
	VBROADCASTSD 32(AX), Z4
	VBROADCASTSD h+24(FP), Z10
	MOVQ n+16(FP), CX
	MOVQ y+32(FP), DI
	MOVQ x+40(FP), DX
	MOVQ k1+48(FP), R8
	MOVQ k2+56(FP), R9
	MOVQ k3+64(FP), R10
	MOVQ k4+72(FP), R11
	MOVQ k5+80(FP), R12
	XORQ BX, BX
	MOVQ terms+0(FP), SI
	CMPQ SI, $2
	JEQ two
	JLT single
	CMPQ SI, $4
	JEQ four
	JLT three
five:
	FIRST(R8, Z0)
	TERM(R9, Z1)
	TERM(R10, Z2)
	TERM(R11, Z3)
	TERM(R12, Z4)
	LAST(five)
	VZEROUPPER
	RET
four:
	FIRST(R8, Z0)
	TERM(R9, Z1)
	TERM(R10, Z2)
	TERM(R11, Z3)
	LAST(four)
	VZEROUPPER
	RET
three:
	FIRST(R8, Z0)
	TERM(R9, Z1)
	TERM(R10, Z2)
	LAST(three)
	VZEROUPPER
	RET
two:
	FIRST(R8, Z0)
	TERM(R9, Z1)
	LAST(two)
	VZEROUPPER
	RET
single: // the step times the weight goes first
	VMULPD Z0, Z10, Z10
alone:
	VMOVUPD (R8)(BX*1), Z16
	LAST(alone)
	VZEROUPPER
	RET

// func lastStageOf(c *[10]float64, n int, h float64, y, part, x, k1, k3, k4, k5, k6 *float64)
TEXT ·lastStageOf(SB), NOSPLIT, $0-88
	MOVQ c+0(FP), AX
	VBROADCASTSD 0(AX), Z0
	VBROADCASTSD 8(AX), Z1
	VBROADCASTSD 16(AX), Z2
	VBROADCASTSD 24(AX), Z3
	VBROADCASTSD 32(AX), Z4
	VBROADCASTSD 40(AX), Z5
	VBROADCASTSD 48(AX), Z6
	VBROADCASTSD 56(AX), Z7
	VBROADCASTSD 64(AX), Z8
	VBROADCASTSD 72(AX), Z9
	VBROADCASTSD h+16(FP), Z10
	MOVQ n+8(FP), CX
	MOVQ y+24(FP), DI
	MOVQ part+32(FP), SI
	MOVQ x+40(FP), DX
	MOVQ k1+48(FP), R8
	MOVQ k3+56(FP), R9
	MOVQ k4+64(FP), R10
	MOVQ k5+72(FP), R11
	MOVQ k6+80(FP), R12
	XORQ BX, BX
states:
	FIRST(R8, Z5)
	TERM(R9, Z6)
	TERM(R10, Z7)
	TERM(R11, Z8)
	TERM(R12, Z9)
	VMOVUPD Z16, (SI)(BX*1)
	FIRST(R8, Z0)
	TERM(R9, Z1)
	TERM(R10, Z2)
	TERM(R11, Z3)
	TERM(R12, Z4)
	LAST(states)
	VZEROUPPER
	RET

// func largestOf(e7 float64, n int, h float64, part, k7, per *float64) float64
TEXT ·largestOf(SB), NOSPLIT, $0-56
	VBROADCASTSD e7+0(FP), Z0
	VBROADCASTSD h+16(FP), Z2
	VPBROADCASTQ sizeBits<>(SB), Z1
	MOVQ n+8(FP), CX
	MOVQ part+24(FP), SI
	MOVQ k7+32(FP), DI
	MOVQ per+40(FP), DX
	VPXORQ Z4, Z4, Z4
	VPXORQ Z6, Z6, Z6
one:
	VMULPD (DI), Z0, Z8
	VADDPD (SI), Z8, Z8
	VMULPD Z2, Z8, Z8
	VPANDQ Z1, Z8, Z8
	VMULPD (DX), Z8, Z8
	VADDPD Z8, Z6, Z6 // no number if one of them is none
	VMAXPD Z4, Z8, Z4
	ADDQ $64, SI
	ADDQ $64, DI
	ADDQ $64, DX
	DECQ CX
	JNE one
	VCMPPD $3, Z6, Z6, K1
	VADDPD Z6, Z4, K1, Z4
	// The largest of the eight, and their sum, which is no number if one of them is none.
	VEXTRACTF64X4 $1, Z4, Y5
	VADDPD Y5, Y4, Y6
	VMAXPD Y5, Y4, Y4
	VEXTRACTF128 $1, Y4, X5
	VEXTRACTF128 $1, Y6, X7
	VADDPD X7, X6, X6
	VMAXPD X5, X4, X4
	VPERMILPD $1, X4, X5
	VPERMILPD $1, X6, X7
	VADDSD X7, X6, X6
	VMAXSD X5, X4, X4
	VUCOMISD X6, X6
	JNP number
	VMOVAPD X6, X4
number:
	VMOVSD X4, ret+48(FP)
	VZEROUPPER
	RET

DATA sizeBits<>+0(SB)/8, $0x7fffffffffffffff
GLOBL sizeBits<>(SB), RODATA|NOPTR, $8
