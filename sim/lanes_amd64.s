#include "go_asm.h"
#include "textflag.h"

DATA one<>+0(SB)/8, $1.0
GLOBL one<>(SB), RODATA|NOPTR, $8

DATA magnitude<>+0(SB)/8, $0x7fffffffffffffff
GLOBL magnitude<>(SB), RODATA|NOPTR, $8

// TERM adds weight C times the stage at P to what is in Z16 and Z17, FIRST begins it
// and LAST makes the state of it: x + h times that.
#define FIRST(P, C) \
	VMULPD (P)(BX*1), C, Z16; \
	VMULPD 64(P)(BX*1), C, Z17
#define TERM(P, C) \
	VMULPD (P)(BX*1), C, Z18; \
	VMULPD 64(P)(BX*1), C, Z19; \
	VADDPD Z18, Z16, Z16; \
	VADDPD Z19, Z17, Z17
#define LAST(loop) \
	VMULPD Z10, Z16, Z16; \
	VMULPD Z11, Z17, Z17; \
	VADDPD (DX)(BX*1), Z16, Z16; \
	VADDPD 64(DX)(BX*1), Z17, Z17; \
	VMOVUPD Z16, (DI)(BX*1); \
	VMOVUPD Z17, 64(DI)(BX*1); \
	ADDQ $128, BX; \
	DECQ CX; \
	JNE loop

// func stage(terms int, c *[5]float64, n int, now, y, x, k1, k2, k3, k4, k5 *vec)
TEXT ·stage(SB), NOSPLIT, $0-88
	MOVQ c+8(FP), AX
	VBROADCASTSD 0(AX), Z0
	VBROADCASTSD 8(AX), Z1
	VBROADCASTSD 16(AX), Z2
	VBROADCASTSD 24(AX), Z3
	VBROADCASTSD 32(AX), Z4
	MOVQ now+24(FP), AX
	VMOVUPD 0(AX), Z10
	VMOVUPD 64(AX), Z11
	MOVQ terms+0(FP), AX
	MOVQ n+16(FP), CX
	MOVQ y+32(FP), DI
	MOVQ x+40(FP), DX
	MOVQ k1+48(FP), R8
	MOVQ k2+56(FP), R9
	MOVQ k3+64(FP), R10
	MOVQ k4+72(FP), R11
	MOVQ k5+80(FP), R12
	XORQ BX, BX
	CMPQ AX, $2
	JEQ two
	JLT single
	CMPQ AX, $4
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
	VMULPD Z0, Z11, Z11
alone:
	VMOVUPD (R8)(BX*1), Z16
	VMOVUPD 64(R8)(BX*1), Z17
	LAST(alone)
	VZEROUPPER
	RET

// The state after the last stage and, while the stages are at hand, what the error
// takes of all but the one that is to come.
//
// func lastStage(c *[11]float64, n int, now, y, part, x, k1, k3, k4, k5, k6 *vec)
TEXT ·lastStage(SB), NOSPLIT, $0-88
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
	MOVQ now+16(FP), AX
	VMOVUPD 0(AX), Z10
	VMOVUPD 64(AX), Z11
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
	ADDQ CX, CX
	JMP test
state:
	VMOVUPD (R8)(BX*1), Z12
	VMOVUPD (R9)(BX*1), Z13
	VMOVUPD (R10)(BX*1), Z14
	VMOVUPD (R11)(BX*1), Z15
	VMOVUPD (R12)(BX*1), Z16
	VMULPD Z0, Z12, Z17
	VMULPD Z5, Z12, Z18
	VMULPD Z1, Z13, Z19
	VMULPD Z6, Z13, Z20
	VADDPD Z19, Z17, Z17
	VADDPD Z20, Z18, Z18
	VMULPD Z2, Z14, Z19
	VMULPD Z7, Z14, Z20
	VADDPD Z19, Z17, Z17
	VADDPD Z20, Z18, Z18
	VMULPD Z3, Z15, Z19
	VMULPD Z8, Z15, Z20
	VADDPD Z19, Z17, Z17
	VADDPD Z20, Z18, Z18
	VMULPD Z4, Z16, Z19
	VMULPD Z9, Z16, Z20
	VADDPD Z19, Z17, Z17
	VADDPD Z20, Z18, Z18
	VMULPD Z10, Z17, Z17
	VADDPD (DX)(BX*1), Z17, Z17
	VMOVUPD Z17, (DI)(BX*1)
	VMOVUPD Z18, (SI)(BX*1)
	VMOVAPD Z10, Z17  // the other half's step is next
	VMOVAPD Z11, Z10
	VMOVAPD Z17, Z11
	ADDQ $64, BX
test:
	DECQ CX
	JGE state
	VZEROUPPER
	RET

// func largest(e7 float64, n int, now, part, k7, err *vec, per *float64)
TEXT ·largest(SB), NOSPLIT, $0-56
	VBROADCASTSD e7+0(FP), Z0
	VPBROADCASTQ magnitude<>(SB), Z1
	MOVQ now+16(FP), AX
	VMOVUPD 0(AX), Z2
	VMOVUPD 64(AX), Z3
	MOVQ n+8(FP), CX
	MOVQ part+24(FP), SI
	MOVQ k7+32(FP), DI
	MOVQ err+40(FP), R8
	MOVQ per+48(FP), DX
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
	JMP more
one:
	VMULPD 0(DI), Z0, Z8
	VMULPD 64(DI), Z0, Z9
	VADDPD 0(SI), Z8, Z8
	VADDPD 64(SI), Z9, Z9
	VMULPD Z2, Z8, Z8
	VMULPD Z3, Z9, Z9
	VPANDQ Z1, Z8, Z8
	VPANDQ Z1, Z9, Z9
	VMULPD.BCST 0(DX), Z8, Z8
	VMULPD.BCST 0(DX), Z9, Z9
	VADDPD Z8, Z6, Z6 // no number if one of them is none
	VADDPD Z9, Z7, Z7
	VMAXPD Z4, Z8, Z4
	VMAXPD Z5, Z9, Z5
	ADDQ $128, SI
	ADDQ $128, DI
	ADDQ $8, DX
more:
	DECQ CX
	JGE one
	VCMPPD $3, Z6, Z6, K1
	VCMPPD $3, Z7, Z7, K2
	VADDPD Z6, Z4, K1, Z4
	VADDPD Z7, Z5, K2, Z5
	VMOVUPD Z4, 0(R8)
	VMOVUPD Z5, 64(R8)
	VZEROUPPER
	RET

// QUARTER says in K where V is below the threshold at the fraction U of the step, of
// which W are left: x0 + U (r1 + W (r2 + U (r3 + W r4))).
#define QUARTER(U, W, K) \
	VMULPD Z20, W, Z21; \
	VADDPD Z21, Z19, Z21; \
	VMULPD Z21, U, Z21; \
	VADDPD Z21, Z18, Z21; \
	VMULPD Z21, W, Z21; \
	VADDPD Z21, Z17, Z21; \
	VMULPD Z21, U, Z21; \
	VADDPD Z21, Z16, Z21; \
	VCMPPD $1, Z12, Z21, K

// CUBIC makes x0 and r1 to r4 of the lanes that begin at from.
#define CUBIC(from) \
	VMOVUPD from(SI), Z15; \
	VMOVUPD from(DX), Z16; \
	VMOVUPD from(R8), Z24; \
	VSUBPD Z16, Z24, Z17; \
	VMOVUPD from(R9), Z22; \
	VMOVUPD from(R15), Z23; \
	VMULPD Z22, Z15, Z18; \
	VSUBPD Z17, Z18, Z18; \
	VMULPD Z23, Z15, Z19; \
	VSUBPD Z19, Z17, Z19; \
	VSUBPD Z18, Z19, Z19; \
	VMULPD Z22, Z0, Z20; \
	VMULPD from(R10), Z1, Z21; \
	VADDPD Z21, Z20, Z20; \
	VMULPD from(R11), Z2, Z21; \
	VADDPD Z21, Z20, Z20; \
	VMULPD from(R12), Z3, Z21; \
	VADDPD Z21, Z20, Z20; \
	VMULPD from(R13), Z4, Z21; \
	VADDPD Z21, Z20, Z20; \
	VMULPD Z23, Z5, Z21; \
	VADDPD Z21, Z20, Z20; \
	VMULPD Z20, Z15, Z20; \
	VPANDQ Z11, Z24, Z24; \
	VMOVUPD from(CX), Z25

// BOTH writes a mask of all lanes from those of the two halves.
#define BOTH(LOW, HIGH, place) \
	KUNPCKBW LOW, HIGH, HIGH; \
	KMOVW HIGH, BX; \
	MOVW BX, place(DI)

// func quarters(seen *watched, c *[11]float64, thresh float64, h0, h, x0, x, k1, k3, k4, k5, k6, k7 *vec)
TEXT ·quarters(SB), NOSPLIT, $0-104
	MOVQ seen+0(FP), DI
	MOVQ c+8(FP), AX
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
	VBROADCASTSD 80(AX), Z10
	VPBROADCASTQ magnitude<>(SB), Z11
	VBROADCASTSD thresh+16(FP), Z12
	VBROADCASTSD one<>(SB), Z13
	VPXORQ Z14, Z14, Z14
	MOVQ h0+24(FP), SI
	MOVQ h+32(FP), CX
	MOVQ x0+40(FP), DX
	MOVQ x+48(FP), R8
	MOVQ k1+56(FP), R9
	MOVQ k3+64(FP), R10
	MOVQ k4+72(FP), R11
	MOVQ k5+80(FP), R12
	MOVQ k6+88(FP), R13
	MOVQ k7+96(FP), R15
	CUBIC(0)
	QUARTER(Z6, Z8, K2)
	QUARTER(Z7, Z7, K3)
	QUARTER(Z8, Z6, K4)
	QUARTER(Z13, Z14, K5)
	VCMPPD $1, Z9, Z24, K6
	VCMPPD $1, Z10, Z25, K7
	CUBIC(64)
	QUARTER(Z6, Z8, K1)
	BOTH(K2, K1, watched_low)
	QUARTER(Z7, Z7, K1)
	BOTH(K3, K1, watched_low+2)
	QUARTER(Z8, Z6, K1)
	BOTH(K4, K1, watched_low+4)
	QUARTER(Z13, Z14, K1)
	BOTH(K5, K1, watched_low+6)
	VCMPPD $1, Z9, Z24, K1
	BOTH(K6, K1, watched_fine)
	VCMPPD $1, Z10, Z25, K1
	BOTH(K7, K1, watched_tiny)
	VZEROUPPER
	RET

// SIZE makes in A the larger of it and the size of the numbers at P.
#define SIZE(P, A, B) \
	VPANDQ 0(P), Z1, Z8; \
	VPANDQ 64(P), Z1, Z9; \
	VMAXPD A, Z8, A; \
	VMAXPD B, Z9, B

// func own(e7 float64, now, part, k7, y, x, rest, big, k1, err *vec)
TEXT ·own(SB), NOSPLIT, $0-80
	VBROADCASTSD e7+0(FP), Z0
	VPBROADCASTQ magnitude<>(SB), Z1
	MOVQ now+8(FP), AX
	VMOVUPD 0(AX), Z2
	VMOVUPD 64(AX), Z3
	MOVQ part+16(FP), SI
	MOVQ k7+24(FP), DI
	VMULPD 0(DI), Z0, Z4
	VMULPD 64(DI), Z0, Z5
	VADDPD 0(SI), Z4, Z4
	VADDPD 64(SI), Z5, Z5
	VMULPD Z2, Z4, Z4
	VMULPD Z3, Z5, Z5
	VPANDQ Z1, Z4, Z4
	VPANDQ Z1, Z5, Z5
	MOVQ y+32(FP), R8
	MOVQ x+40(FP), R9
	MOVQ rest+48(FP), R10
	MOVQ big+56(FP), R11
	MOVQ k1+64(FP), R12
	VPANDQ 0(R8), Z1, Z6
	VPANDQ 64(R8), Z1, Z7
	SIZE(R9, Z6, Z7)
	VMAXPD 0(R10), Z6, Z6
	VMAXPD 64(R10), Z7, Z7
	VBROADCASTSD hundredth<>(SB), Z10
	VMULPD 0(R11), Z10, Z8
	VMULPD 64(R11), Z10, Z9
	VMAXPD Z8, Z6, Z6
	VMAXPD Z9, Z7, Z7
	VMULPD 0(R12), Z2, Z8
	VMULPD 64(R12), Z3, Z9
	VPANDQ Z1, Z8, Z8
	VPANDQ Z1, Z9, Z9
	VMAXPD Z8, Z6, Z6
	VMAXPD Z9, Z7, Z7
	VPXORQ Z10, Z10, Z10
	VCMPPD $4, Z10, Z4, K1 // an error of 0 is 0 in any size
	VCMPPD $4, Z10, Z5, K2
	VDIVPD Z6, Z4, K1, Z4
	VDIVPD Z7, Z5, K2, Z5
	MOVQ err+72(FP), AX
	VMOVUPD 0(AX), Z6
	VMOVUPD 64(AX), Z7
	VADDPD Z4, Z6, Z8 // no number if one of the two is none
	VADDPD Z5, Z7, Z9
	VCMPPD $3, Z8, Z8, K1
	VCMPPD $3, Z9, Z9, K2
	VMAXPD Z6, Z4, Z6
	VMAXPD Z7, Z5, Z7
	VMOVAPD Z8, K1, Z6
	VMOVAPD Z9, K2, Z7
	VMOVUPD Z6, 0(AX)
	VMOVUPD Z7, 64(AX)
	VZEROUPPER
	RET

DATA hundredth<>+0(SB)/8, $0.01
GLOBL hundredth<>(SB), RODATA|NOPTR, $8

// The numbers of stepping: the longest step, what is taken to be an edge, the smallest
// error, care, the least and the greatest factor.

#define NUMBER(i, Z) VBROADCASTSD (8*i)(AX), Z

// PREPARE chooses the steps of the lanes that begin at from.
#define PREPARE(from, K) \
	VMOVUPD (clocks_h+from)(DI), Z0; \
	VMINPD Z10, Z0, Z0; \
	VMOVUPD (clocks_t+from)(DI), Z1; \
	VMOVUPD (clocks_end+from)(DI), Z2; \
	VMULPD Z0, Z11, Z3; \
	VADDPD Z3, Z1, Z3; \
	VCMPPD $13, Z2, Z3, K; \
	VSUBPD Z1, Z2, K, Z0; \
	VMOVUPD Z0, (clocks_now+from)(DI)

// func prepare(c *clocks, numbers *[6]float64) (last mask)
TEXT ·prepare(SB), NOSPLIT, $0-18
	MOVQ c+0(FP), DI
	MOVQ numbers+8(FP), AX
	NUMBER(0, Z10)
	NUMBER(1, Z11)
	PREPARE(0, K1)
	PREPARE(64, K2)
	KUNPCKBW K1, K2, K2
	KMOVW K2, BX
	MOVW BX, last+16(FP)
	VZEROUPPER
	RET

// DECIDE takes or refuses the steps of the lanes that begin at from: K1 those with a
// run, K2 those that end at an edge; K3 becomes those that are taken.
#define DECIDE(from) \
	VMOVUPD (clocks_err+from)(DI), Z0; \
	VCMPPD $3, Z0, Z0, K4; \
	VCMPPD $2, Z15, Z0, K1, K3; \
	VMAXPD Z12, Z0, Z1; \
	VDIVPD Z1, Z15, Z1; \
	VSQRTPD Z1, Z1; \
	VSQRTPD Z1, Z1; \
	VSQRTPD Z1, Z1; \
	VSQRTPD Z1, Z2; \
	VMULPD Z2, Z1, Z1; \
	VMULPD Z1, Z13, Z1; \
	VMINPD Z11, Z1, Z1; \
	VMAXPD Z10, Z1, Z1; \
	VMOVAPD Z10, K4, Z1; \
	VMOVUPD (clocks_now+from)(DI), Z2; \
	VMOVUPD (clocks_t+from)(DI), Z3; \
	VMOVUPD (clocks_h+from)(DI), Z4; \
	VMULPD Z1, Z2, Z5; \
	VMAXPD Z5, Z4, K2, Z5; \
	VMINPD Z1, Z14, Z6; \
	VMULPD Z6, Z2, K1, Z4; \
	VMOVAPD Z5, K3, Z4; \
	VMOVUPD Z4, (clocks_h+from)(DI); \
	VMOVUPD Z3, K3, (clocks_t0+from)(DI); \
	VMOVUPD Z2, K3, (clocks_h0+from)(DI); \
	VADDPD Z2, Z3, Z6; \
	VMOVUPD (clocks_end+from)(DI), K2, Z6; \
	VMOVUPD Z6, K3, (clocks_t+from)(DI); \
	VADDPD (clocks_tried+from)(DI), Z14, Z6; \
	VMOVUPD Z6, (clocks_tried+from)(DI); \
	VADDPD (clocks_taken+from)(DI), Z14, Z6; \
	VMOVUPD Z6, K3, (clocks_taken+from)(DI)

// func decide(c *clocks, numbers *[6]float64, tol float64, active, last mask) (took mask)
TEXT ·decide(SB), NOSPLIT, $0-34
	MOVQ c+0(FP), DI
	MOVQ numbers+8(FP), AX
	NUMBER(2, Z12)
	NUMBER(3, Z13)
	NUMBER(4, Z10)
	NUMBER(5, Z11)
	VBROADCASTSD one<>(SB), Z14
	VBROADCASTSD tol+16(FP), Z15
	MOVWLZX active+24(FP), BX
	MOVWLZX last+26(FP), CX
	KMOVW BX, K1
	KMOVW CX, K2
	DECIDE(0)
	KMOVB K3, DX
	SHRL $8, BX
	SHRL $8, CX
	KMOVW BX, K1
	KMOVW CX, K2
	DECIDE(64)
	KMOVB K3, BX
	SHLL $8, BX
	ORL BX, DX
	MOVW DX, took+32(FP)
	VZEROUPPER
	RET

// func follow(took mask, x, big *vec)
TEXT ·follow(SB), NOSPLIT, $0-24
	MOVWLZX took+0(FP), BX
	KMOVW BX, K1
	SHRL $8, BX
	KMOVW BX, K2
	VPBROADCASTQ magnitude<>(SB), Z1
	MOVQ x+8(FP), SI
	MOVQ big+16(FP), DI
	VMOVUPD 0(DI), Z4
	VMOVUPD 64(DI), Z5
	VPANDQ 0(SI), Z1, Z2
	VPANDQ 64(SI), Z1, Z3
	VMAXPD Z4, Z2, K1, Z4
	VMAXPD Z5, Z3, K2, Z5
	VMOVUPD Z4, 0(DI)
	VMOVUPD Z5, 64(DI)
	VZEROUPPER
	RET

// func restore(took mask, n int, x, x0, k1, k7 *vec)
TEXT ·restore(SB), NOSPLIT, $0-48
	MOVWLZX took+0(FP), BX
	NOTL BX
	KMOVW BX, K1
	SHRL $8, BX
	KMOVW BX, K2
	MOVQ n+8(FP), CX
	MOVQ x+16(FP), DI
	MOVQ x0+24(FP), SI
	MOVQ k1+32(FP), R8
	MOVQ k7+40(FP), R9
	XORQ BX, BX
back:
	VMOVUPD (SI)(BX*1), Z0
	VMOVUPD 64(SI)(BX*1), Z1
	VMOVUPD (R9)(BX*1), Z2
	VMOVUPD 64(R9)(BX*1), Z3
	VMOVUPD Z0, K1, (DI)(BX*1)
	VMOVUPD Z1, K2, 64(DI)(BX*1)
	VMOVUPD Z2, K1, (R8)(BX*1)
	VMOVUPD Z3, K2, 64(R8)(BX*1)
	ADDQ $128, BX
	DECQ CX
	JNE back
	VZEROUPPER
	RET
