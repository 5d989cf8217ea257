#include "go_asm.h"
#include "textflag.h"
#include "kernel_amd64.h"

DATA sign<>+0(SB)/8, $0x8000000000000000
GLOBL sign<>(SB), RODATA|NOPTR, $8

// DELIVER takes the two curves of a pair, the low and the high halves of P and Q, to
// where its slot says: into the rate of a gate, or to value columns.
#define DELIVER(slot, P, Q, HALFQ, column, second, done) \
	VINSERTF64X4 $1, HALFQ, P, Z10; \
	VSHUFF64X2 $0xee, Q, P, Z11; \
	MOVLQSX (slot+0)(DX), AX; \
	TESTQ AX, AX; \
	JLT column; \
	SHLQ $7, AX; \
	VMULPD (R8)(AX*1), Z11, Z11; \
	VSUBPD Z11, Z10, Z10; \
	VMOVUPD Z10, (R9)(AX*1); \
	JMP done; \
column: \
	MOVLQSX (slot+4)(DX), AX; \
	TESTQ AX, AX; \
	JLT second; \
	SHLQ $7, AX; \
	VMOVUPD Z10, (R8)(AX*1); \
second: \
	MOVLQSX (slot+8)(DX), AX; \
	TESTQ AX, AX; \
	JLT done; \
	SHLQ $7, AX; \
	VMOVUPD Z11, (R8)(AX*1); \
done:

// The list of operations after the look-up. SI is the operation, R8 the numbers, R9 the
// rates, DI the lists; Z0 and Z1 hold the sum of conductances of the two halves, Z2 and
// Z3 that of g·E, Z4 and Z5 V, Z6 and Z7 what is being made.
#define FIELD(i, R) MOVL (4*i)(SI), R
#define LOAD(off, A, B) \
	VMOVUPD (R8)(off*1), A; \
	VMOVUPD 64(R8)(off*1), B
#define STORE(off, A, B) \
	VMOVUPD A, (R8)(off*1); \
	VMOVUPD B, 64(R8)(off*1)
#define TIMES(off, A, B) \
	VMULPD (R8)(off*1), A, A; \
	VMULPD 64(R8)(off*1), B, B
#define PLUS(off, A, B) \
	VADDPD (R8)(off*1), A, A; \
	VADDPD 64(R8)(off*1), B, B
#define MINUS(off, A, B) \
	VSUBPD (R8)(off*1), A, A; \
	VSUBPD 64(R8)(off*1), B, B

// func evaluate(k *kernel, d *vec, from int) int
TEXT ·evaluate(SB), NOSPLIT, $16-32
	MOVQ k+0(FP), AX
	MOVQ from+16(FP), BX
	TESTQ BX, BX
	JGT resume
	JLT located
	MOVQ kernel_v(AX), CX
	MOVQ kernel_frac(AX), R13
	VBROADCASTSD kernel_lo(AX), Z8
	VBROADCASTSD kernel_perMV(AX), Z9
	VBROADCASTSD kernel_top(AX), Z10
	VBROADCASTSD kernel_stride(AX), Z11
	VPXORQ Z12, Z12, Z12
	VPBROADCASTQ kernel_data(AX), Z13
	LOCATE(0(CX), kernel_row+0(AX), 0(R13))
	LOCATE(64(CX), kernel_row+64(AX), 64(R13))
located:
	CMPB kernel_rowsLast(AX), $0
	JNE start
	CMPQ kernel_blocks(AX), $0
	JEQ start
turn:
	VMOVDQU64 even<>(SB), Z8
	VMOVDQU64 odd<>(SB), Z9
	MOVQ $0, first-8(SP)
half:
	MOVQ k+0(FP), AX
	MOVQ first-8(SP), BX
	MOVQ kernel_frac(AX), CX
	ADDQ BX, CX
	FRACTIONS
	MOVQ kernel_slots(AX), DX
	MOVQ kernel_blocks(AX), CX
	MOVQ kernel_y(AX), R8
	ADDQ BX, R8
	MOVQ d+8(FP), R9
	ADDQ BX, R9
	ROWS
	XORQ BX, BX
block:
	TURN
	DELIVER(0, Z16, Z17, Y17, column0, second0, done0)
	DELIVER(12, Z18, Z19, Y19, column1, second1, done1)
	MOVLQSX 24(DX), AX  // nothing is wanted of the other two
	ANDL 28(DX), AX
	ANDL 32(DX), AX
	ANDL 36(DX), AX
	ANDL 40(DX), AX
	ANDL 44(DX), AX
	CMPL AX, $-1
	JEQ turned
	TURNMORE
	DELIVER(24, Z24, Z28, Y28, column2, second2, done2)
	DELIVER(36, Z25, Z29, Y29, column3, second3, done3)

turned:
	ADDQ $48, DX
	ADDQ $256, BX
	DECQ CX
	JNE block
	ADDQ $64, first-8(SP)
	CMPQ first-8(SP), $128
	JNE half
	MOVQ k+0(FP), AX
	CMPB kernel_rowsLast(AX), $0
	JEQ start
	VZEROUPPER
	MOVQ (kernel_ops+8)(AX), AX
	MOVQ AX, ret+24(FP)
	RET
start:
	XORQ BX, BX
resume:
	MOVQ k+0(FP), AX
	MOVQ kernel_ops(AX), SI
	MOVQ (kernel_ops+8)(AX), CX
	MOVQ kernel_lists(AX), DI
	MOVQ kernel_y(AX), R8
	MOVQ d+8(FP), R9
	SUBQ BX, CX
	IMULQ $kernelOp__size, BX
	ADDQ BX, SI
next:
	DECQ CX
	JLT end
	FIELD(0, AX)
	FIELD(1, R10)
	FIELD(3, R11)
	LOAD(R10, Z6, Z7)
	CMPL AX, $const_kernelStart
	JGE other
	CMPL AX, $const_currentX3Y
	JEQ x3y
	CMPL AX, $const_currentX
	JEQ x1
	CMPL AX, $const_currentX4
	JEQ x4
	CMPL AX, $const_currentX2Y
	JEQ x2y
	CMPL AX, $const_currentXY
	JEQ xy
	CMPL AX, $const_currentX2
	JEQ x2
	CMPL AX, $const_currentX3
	JEQ x3

	// A product of powers, and with it a current by Goldman, Hodgkin and Katz.
	FIELD(6, DX)
	FIELD(7, BX)
	LEAQ (DI)(DX*4), DX
product:
	DECQ BX
	JLT factored
	MOVL (DX), R11
	TIMES(R11, Z6, Z7)
	ADDQ $4, DX
	JMP product
factored:
	CMPL AX, $const_currentGHK
	JNE current
	FIELD(8, R10)
	LOAD(R10, Z8, Z9)
	FIELD(9, R10)
	TIMES(R10, Z8, Z9)
	FIELD(10, R10)
	LOAD(R10, Z10, Z11)
	FIELD(11, R10)
	TIMES(R10, Z10, Z11)
	VSUBPD Z10, Z8, Z8
	VSUBPD Z11, Z9, Z9
	VMULPD Z8, Z6, Z6
	VMULPD Z9, Z7, Z7
	VSUBPD Z6, Z2, Z2
	VSUBPD Z7, Z3, Z3
	FIELD(5, R13)
	CMPL R13, $-1
	JEQ done
	STORE(R13, Z6, Z7)
	JMP done

x1:
	TIMES(R11, Z6, Z7)
	JMP current
x2:
	TIMES(R11, Z6, Z7)
	TIMES(R11, Z6, Z7)
	JMP current
x3:
	TIMES(R11, Z6, Z7)
	TIMES(R11, Z6, Z7)
	TIMES(R11, Z6, Z7)
	JMP current
x4:
	LOAD(R11, Z8, Z9)
	VMULPD Z8, Z8, Z8
	VMULPD Z9, Z9, Z9
	VMULPD Z8, Z8, Z8
	VMULPD Z9, Z9, Z9
	VMULPD Z8, Z6, Z6
	VMULPD Z9, Z7, Z7
	JMP current
xy:
	TIMES(R11, Z6, Z7)
	FIELD(4, R12)
	TIMES(R12, Z6, Z7)
	JMP current
x2y:
	FIELD(4, R12)
	TIMES(R12, Z6, Z7)
	LOAD(R11, Z8, Z9)
	VMULPD Z8, Z8, Z8
	VMULPD Z9, Z9, Z9
	VMULPD Z8, Z6, Z6
	VMULPD Z9, Z7, Z7
	JMP current
x3y:
	FIELD(4, R12)
	TIMES(R12, Z6, Z7)
	LOAD(R11, Z8, Z9)
	VMULPD Z8, Z8, Z10
	VMULPD Z9, Z9, Z11
	VMULPD Z8, Z10, Z8
	VMULPD Z9, Z11, Z9
	VMULPD Z8, Z6, Z6
	VMULPD Z9, Z7, Z7

current:
	FIELD(2, R12)
	FIELD(5, R13)
	VADDPD Z6, Z0, Z0
	VADDPD Z7, Z1, Z1
	CMPL R13, $-1
	JEQ unseen
	VMOVAPD Z4, Z8
	VMOVAPD Z5, Z9
	MINUS(R12, Z8, Z9)
	VMULPD Z6, Z8, Z8
	VMULPD Z7, Z9, Z9
	STORE(R13, Z8, Z9)
unseen:
	TIMES(R12, Z6, Z7)
	VADDPD Z6, Z2, Z2
	VADDPD Z7, Z3, Z3
done:
	ADDQ $kernelOp__size, SI
	JMP next

	// The others: field 1 is the first number, 2 the second, 3 where it goes.
other:
	FIELD(2, R12)
	CMPL AX, $const_kernelDiv
	JLE arithmetic
	CMPL AX, $const_kernelFinish
	JEQ finish
	CMPL AX, $const_kernelInput
	JEQ input
	CMPL AX, $const_kernelRelax
	JEQ relax
	CMPL AX, $const_kernelRate
	JEQ rate
	CMPL AX, $const_kernelLink
	JEQ link
	CMPL AX, $const_kernelSum
	JEQ sum
	CMPL AX, $const_kernelNeg
	JEQ neg
	CMPL AX, $const_kernelAlone
	JEQ alone
	CMPL AX, $const_kernelPower
	JEQ power
	CMPL AX, $const_kernelTotal
	JEQ total
	// A call: back to where lanes are done one by one.
end:
	MOVQ k+0(FP), AX
	CMPB kernel_rowsLast(AX), $0
	JNE turn
	VZEROUPPER
	MOVQ (kernel_ops+8)(AX), AX
	SUBQ CX, AX
	DECQ AX
	MOVQ AX, ret+24(FP)
	RET
outside:
	VZEROUPPER
	MOVQ $-1, ret+24(FP)
	RET

arithmetic:
	CMPL AX, $const_kernelMul
	JEQ mul
	CMPL AX, $const_kernelAdd
	JEQ add
	CMPL AX, $const_kernelSub
	JEQ sub
	CMPL AX, $const_kernelDiv
	JEQ div
	// Start: g, s and V.
	VMOVAPD Z6, Z0
	VMOVAPD Z7, Z1
	LOAD(R12, Z2, Z3)
	LOAD(R11, Z4, Z5)
	JMP done
mul:
	TIMES(R12, Z6, Z7)
	STORE(R11, Z6, Z7)
	JMP done
add:
	PLUS(R12, Z6, Z7)
	STORE(R11, Z6, Z7)
	JMP done
sub:
	MINUS(R12, Z6, Z7)
	STORE(R11, Z6, Z7)
	JMP done
div:
	VDIVPD (R8)(R12*1), Z6, Z6
	VDIVPD 64(R8)(R12*1), Z7, Z7
	STORE(R11, Z6, Z7)
	JMP done
neg:
	VPXORQ.BCST sign<>(SB), Z6, Z6
	VPXORQ.BCST sign<>(SB), Z7, Z7
	STORE(R11, Z6, Z7)
	JMP done
input: // Z2 = s - g V + injected
	VMULPD Z4, Z0, Z0
	VMULPD Z5, Z1, Z1
	VSUBPD Z0, Z2, Z2
	VSUBPD Z1, Z3, Z3
	VADDPD Z6, Z2, Z2
	VADDPD Z7, Z3, Z3
	JMP done
link: // Z2 += g (V of the other - V)
	LOAD(R12, Z8, Z9)
	VSUBPD Z4, Z8, Z8
	VSUBPD Z5, Z9, Z9
	VMULPD Z6, Z8, Z8
	VMULPD Z7, Z9, Z9
	VADDPD Z8, Z2, Z2
	VADDPD Z9, Z3, Z3
	JMP done
finish: // the rate of V
	VMULPD Z6, Z2, Z2
	VMULPD Z7, Z3, Z3
	VMOVUPD Z2, (R9)(R11*1)
	VMOVUPD Z3, 64(R9)(R11*1)
	JMP done
relax: // a - b x
	LOAD(R12, Z8, Z9)
	TIMES(R11, Z8, Z9)
	VSUBPD Z8, Z6, Z6
	VSUBPD Z9, Z7, Z7
rate:
	VMOVUPD Z6, (R9)(R11*1)
	VMOVUPD Z7, 64(R9)(R11*1)
	JMP done
sum:
	FIELD(6, DX)
	FIELD(7, BX)
	LEAQ (DI)(DX*4), DX
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
part:
	DECQ BX
	JLT summed
	MOVL (DX), R10
	PLUS(R10, Z6, Z7)
	ADDQ $4, DX
	JMP part
summed:
	STORE(R11, Z6, Z7)
	JMP done

	// The equation of the fixed method for the mean V of a step.
alone: // mean V = (2C/dt V + s + injected) / (2C/dt + g)
	FIELD(4, R13)
	VADDPD Z6, Z0, Z0
	VADDPD Z7, Z1, Z1
	TIMES(R12, Z6, Z7)
	VADDPD Z2, Z6, Z6
	VADDPD Z3, Z7, Z7
	PLUS(R11, Z6, Z7)
	VDIVPD Z0, Z6, Z6
	VDIVPD Z1, Z7, Z7
	VMOVAPD Z6, Z28 // where march has it moved from
	VMOVAPD Z7, Z29
	STORE(R13, Z6, Z7)
	JMP done
total: // both sides of it, with the conductances of the links
	VADDPD Z6, Z0, Z0
	VADDPD Z7, Z1, Z1
	TIMES(R12, Z6, Z7)
	VADDPD Z2, Z6, Z6
	VADDPD Z3, Z7, Z7
	CMPL R11, $-1
	JEQ uninjected
	PLUS(R11, Z6, Z7)
uninjected:
	FIELD(5, R13)
	STORE(R13, Z6, Z7)
	FIELD(6, DX)
	FIELD(7, BX)
	LEAQ (DI)(DX*4), DX
linked:
	DECQ BX
	JLT balanced
	MOVL (DX), R10
	PLUS(R10, Z0, Z1)
	ADDQ $4, DX
	JMP linked
balanced:
	FIELD(4, R13)
	STORE(R13, Z0, Z1)
	JMP done
power: // x - (a/b - x) (exp(-b h) - 1), if that is the exponential of the last step
	LOAD(R12, Z8, Z9)
	VMOVAPD Z8, Z10
	VMOVAPD Z9, Z11
	FIELD(5, R13)
	TIMES(R13, Z10, Z11)
	FIELD(8, R13)
	VCMPPD $0, (R8)(R13*1), Z10, K1
	VCMPPD $0, 64(R8)(R13*1), Z11, K2
	KUNPCKBW K1, K2, K1
	KMOVW K1, BX
	CMPW BX, $-1
	JNE end
	VDIVPD Z8, Z6, Z6
	VDIVPD Z9, Z7, Z7
	LOAD(R11, Z8, Z9)
	VSUBPD Z8, Z6, Z6
	VSUBPD Z9, Z7, Z7
	FIELD(9, R13)
	TIMES(R13, Z6, Z7)
	VSUBPD Z6, Z8, Z8
	VSUBPD Z7, Z9, Z9
	FIELD(4, R13)
	STORE(R13, Z8, Z9)
	JMP done
