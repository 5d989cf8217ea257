#include "go_asm.h"
#include "textflag.h"

// Kernels of a run by itself: the arithmetic of the plain loops of dp5.go and machine.go
// in the same order. Gates go four at a time, states one by one: a wide load of what
// narrow stores have just left would wait for them.

// The list of operations of a compartment. SI is the operation, R8 the numbers, R9 the
// rates, DI the lists; X10 holds the sum of conductances, X11 that of g·E, X12 V, X6 what
// is being made.
#define FIELD(i, R) MOVL (4*i)(SI), R

// compartment evaluates the rates of the compartment that AX points to from the numbers
// at R8 into those at R9. With BX 0 it finds the row of the table, with -1 the row is
// there, in DX, and the fraction in X3, and with more it goes on at that operation. BX is
// then how many operations are done, or -1 where V has no row. It changes every register
// but SP, AX, R8, R9 and R15.
TEXT compartment<>(SB), NOSPLIT|NOFRAME, $0-0
	TESTQ BX, BX
	JGT resume
	JLT located
	MOVQ solo_at(AX), CX
	VMOVSD (R8)(CX*1), X0
	VSUBSD kernel_lo(AX), X0, X1
	VMULSD kernel_perMV(AX), X1, X1
	VXORPD X2, X2, X2
	VUCOMISD X2, X1
	JCS outside // below, or no number
	VUCOMISD kernel_top(AX), X1
	JCC outside
	VCVTTSD2SIQ X1, DX
	VRNDSCALESD $3, X1, X1, X2
	VSUBSD X2, X1, X3
	IMULQ solo_rowBytes(AX), DX
	ADDQ kernel_data(AX), DX
	JMP rows
located:
rows: // the row is DX, the fraction X3
	MOVQ kernel_blocks(AX), CX
	TESTQ CX, CX
	JEQ start
	VBROADCASTSD X3, Z3
	MOVQ solo_four(AX), SI
	MOVQ kernel_slots(AX), DI
block:
	VMULPD 192(DX), Z3, Z1
	VADDPD 128(DX), Z1, Z1
	VMULPD Z3, Z1, Z1
	VADDPD 64(DX), Z1, Z1
	VMULPD Z3, Z1, Z1
	VADDPD 0(DX), Z1, Z1
	VEXTRACTF64X4 $1, Z1, Y2
	MOVL (SI), R10
	CMPL R10, $-1
	JEQ mixed
	VMOVSD (R8)(R10*1), X4
	VMOVHPD 8(R8)(R10*1), X4, X4
	VMOVSD 16(R8)(R10*1), X5
	VMOVHPD 24(R8)(R10*1), X5, X5
	VINSERTF128 $1, X5, Y4, Y4
	VMULPD Y4, Y2, Y2
	VSUBPD Y2, Y1, Y1
	VMOVUPD Y1, (R9)(R10*1)
turned:
	ADDQ $4, SI
	ADDQ $48, DI
	ADDQ $256, DX
	DECQ CX
	JNE block
	JMP start

	// Pairs that are no neighbouring gates, one by one.
mixed:
	MOVQ $4, R13
pair:
	MOVLQSX 0(DI), R10
	TESTQ R10, R10
	JLT column
	VMULSD (R8)(R10*8), X2, X4
	VSUBSD X4, X1, X4
	VMOVSD X4, (R9)(R10*8)
	JMP delivered
column:
	MOVLQSX 4(DI), R10
	TESTQ R10, R10
	JLT second
	VMOVSD X1, (R8)(R10*8)
second:
	MOVLQSX 8(DI), R10
	TESTQ R10, R10
	JLT delivered
	VMOVSD X2, (R8)(R10*8)
delivered:
	VPERMPD $0x39, Y1, Y1
	VPERMPD $0x39, Y2, Y2
	ADDQ $12, DI
	DECQ R13
	JNE pair
	SUBQ $48, DI
	JMP turned

start:
	XORL BX, BX
resume:
	MOVQ kernel_ops(AX), SI
	MOVQ kernel_lists(AX), DI
	IMULQ $kernelOp__size, BX
	ADDQ BX, SI
	LEAQ handlers<>(SB), CX
	MOVL (SI), DX
	JMP (CX)(DX*8)
outside:
	MOVQ $-1, BX
	RET

// Each kind of operation is a piece of code that goes on to the next by the table at CX.
#define OPERATION(name) TEXT name<>(SB), NOSPLIT|NOFRAME, $0-0
#define NEXT \
	ADDQ $kernelOp__size, SI; \
	MOVL (SI), DX; \
	JMP (CX)(DX*8)

// The first number of an operation, and where its third and second are.
#define NUMBERS \
	FIELD(1, R10); \
	FIELD(3, R11); \
	FIELD(2, R12); \
	VMOVSD (R8)(R10*1), X6

// CURRENT adds a conductance to the sums, and stores its current where that is seen.
#define CURRENT(unseen) \
	FIELD(5, R13); \
	VADDSD X6, X10, X10; \
	CMPL R13, $-1; \
	JEQ unseen; \
	VSUBSD (R8)(R12*1), X12, X7; \
	VMULSD X6, X7, X7; \
	VMOVSD X7, (R8)(R13*1); \
unseen: \
	VMULSD (R8)(R12*1), X6, X6; \
	VADDSD X6, X11, X11; \
	NEXT

OPERATION(opX)
	NUMBERS
	VMULSD (R8)(R11*1), X6, X6
	CURRENT(unseen)

OPERATION(opX2)
	NUMBERS
	VMULSD (R8)(R11*1), X6, X6
	VMULSD (R8)(R11*1), X6, X6
	CURRENT(unseen)

OPERATION(opX3)
	NUMBERS
	VMULSD (R8)(R11*1), X6, X6
	VMULSD (R8)(R11*1), X6, X6
	VMULSD (R8)(R11*1), X6, X6
	CURRENT(unseen)

OPERATION(opX4)
	NUMBERS
	VMOVSD (R8)(R11*1), X7
	VMULSD X7, X7, X7
	VMULSD X7, X7, X7
	VMULSD X7, X6, X6
	CURRENT(unseen)

OPERATION(opXY)
	NUMBERS
	FIELD(4, R13)
	VMULSD (R8)(R11*1), X6, X6
	VMULSD (R8)(R13*1), X6, X6
	CURRENT(unseen)

OPERATION(opX2Y)
	NUMBERS
	FIELD(4, R13)
	VMOVSD (R8)(R11*1), X7
	VMULSD (R8)(R13*1), X6, X6
	VMULSD X7, X7, X7
	VMULSD X7, X6, X6
	CURRENT(unseen)

OPERATION(opX3Y)
	NUMBERS
	FIELD(4, R13)
	VMOVSD (R8)(R11*1), X7
	VMULSD (R8)(R13*1), X6, X6
	VMULSD X7, X7, X8
	VMULSD X7, X8, X7
	VMULSD X7, X6, X6
	CURRENT(unseen)

// FACTORS multiplies by a product of powers.
#define FACTORS(more, all) \
	FIELD(6, R13); \
	FIELD(7, BX); \
	LEAQ (DI)(R13*4), R13; \
more: \
	DECQ BX; \
	JLT all; \
	MOVL (R13), R11; \
	VMULSD (R8)(R11*1), X6, X6; \
	ADDQ $4, R13; \
	JMP more; \
all:

OPERATION(opPowers)
	NUMBERS
	FACTORS(more, all)
	CURRENT(unseen)

OPERATION(opGHK)
	NUMBERS
	FACTORS(more, all)
	FIELD(8, R10)
	VMOVSD (R8)(R10*1), X7
	FIELD(9, R10)
	VMULSD (R8)(R10*1), X7, X7
	FIELD(10, R10)
	VMOVSD (R8)(R10*1), X8
	FIELD(11, R10)
	VMULSD (R8)(R10*1), X8, X8
	VSUBSD X8, X7, X7
	VMULSD X7, X6, X6
	VSUBSD X6, X11, X11
	FIELD(5, R13)
	CMPL R13, $-1
	JEQ unseen
	VMOVSD X6, (R8)(R13*1)
unseen:
	NEXT

OPERATION(opBegin)
	NUMBERS
	VMOVAPD X6, X10
	VMOVSD (R8)(R12*1), X11
	VMOVSD (R8)(R11*1), X12
	NEXT

OPERATION(opPlus)
	NUMBERS
	VADDSD (R8)(R12*1), X6, X6
	VMOVSD X6, (R8)(R11*1)
	NEXT

OPERATION(opMinus)
	NUMBERS
	VSUBSD (R8)(R12*1), X6, X6
	VMOVSD X6, (R8)(R11*1)
	NEXT

OPERATION(opTimes)
	NUMBERS
	VMULSD (R8)(R12*1), X6, X6
	VMOVSD X6, (R8)(R11*1)
	NEXT

OPERATION(opOver)
	NUMBERS
	VDIVSD (R8)(R12*1), X6, X6
	VMOVSD X6, (R8)(R11*1)
	NEXT

OPERATION(opInput) // s - g V + injected
	NUMBERS
	VMULSD X12, X10, X10
	VSUBSD X10, X11, X11
	VADDSD X6, X11, X11
	NEXT

OPERATION(opLink) // + g (V of the other - V)
	NUMBERS
	VMOVSD (R8)(R12*1), X7
	VSUBSD X12, X7, X7
	VMULSD X6, X7, X7
	VADDSD X7, X11, X11
	NEXT

OPERATION(opFinish) // the rate of V
	NUMBERS
	VMULSD X6, X11, X11
	VMOVSD X11, (R9)(R11*1)
	NEXT

OPERATION(opRelax) // a - b x
	NUMBERS
	VMOVSD (R8)(R12*1), X7
	VMULSD (R8)(R11*1), X7, X7
	VSUBSD X7, X6, X6
	VMOVSD X6, (R9)(R11*1)
	NEXT

OPERATION(opRate)
	NUMBERS
	VMOVSD X6, (R9)(R11*1)
	NEXT

OPERATION(opSum)
	FIELD(3, R11)
	FIELD(6, R13)
	FIELD(7, BX)
	LEAQ (DI)(R13*4), R13
	VXORPD X6, X6, X6
part:
	DECQ BX
	JLT summed
	MOVL (R13), R10
	VADDSD (R8)(R10*1), X6, X6
	ADDQ $4, R13
	JMP part
summed:
	VMOVSD X6, (R8)(R11*1)
	NEXT

OPERATION(opNegative)
	NUMBERS
	VMOVQ X6, R10
	BTCQ $63, R10
	MOVQ R10, (R8)(R11*1)
	NEXT

OPERATION(opStop) // a call, which is left to the caller, or the end
	FIELD(10, BX)
	RET

// The code of each kind of operation.
DATA handlers<>+0(SB)/8, $opX<>(SB)
DATA handlers<>+8(SB)/8, $opX2<>(SB)
DATA handlers<>+16(SB)/8, $opX3<>(SB)
DATA handlers<>+24(SB)/8, $opX4<>(SB)
DATA handlers<>+32(SB)/8, $opXY<>(SB)
DATA handlers<>+40(SB)/8, $opX2Y<>(SB)
DATA handlers<>+48(SB)/8, $opX3Y<>(SB)
DATA handlers<>+56(SB)/8, $opPowers<>(SB)
DATA handlers<>+64(SB)/8, $opGHK<>(SB)
DATA handlers<>+72(SB)/8, $opBegin<>(SB)
DATA handlers<>+80(SB)/8, $opPlus<>(SB)
DATA handlers<>+88(SB)/8, $opMinus<>(SB)
DATA handlers<>+96(SB)/8, $opTimes<>(SB)
DATA handlers<>+104(SB)/8, $opOver<>(SB)
DATA handlers<>+112(SB)/8, $opInput<>(SB)
DATA handlers<>+120(SB)/8, $opLink<>(SB)
DATA handlers<>+128(SB)/8, $opFinish<>(SB)
DATA handlers<>+136(SB)/8, $opRelax<>(SB)
DATA handlers<>+144(SB)/8, $opRate<>(SB)
DATA handlers<>+152(SB)/8, $opSum<>(SB)
DATA handlers<>+160(SB)/8, $opNegative<>(SB)
DATA handlers<>+168(SB)/8, $opStop<>(SB)
GLOBL handlers<>(SB), RODATA, $176

// func evaluateOne(k *solo, y, d *float64, from int, row *float64, frac float64) int
TEXT ·evaluateOne(SB), NOSPLIT, $0-56
	MOVQ k+0(FP), AX
	MOVQ y+8(FP), R8
	MOVQ d+16(FP), R9
	MOVQ from+24(FP), BX
	MOVQ row+32(FP), DX
	VMOVSD frac+40(FP), X3
	CALL compartment<>(SB)
	VZEROUPPER
	MOVQ BX, ret+48(FP)
	RET

// A sum over stages for every state: x + h (c1 k1 + c2 k2 + ...).
#define FIRST(P, C) VMULSD (P)(BX*1), C, X13
#define TERM(P, C) \
	VMULSD (P)(BX*1), C, X14; \
	VADDSD X14, X13, X13
#define LAST(loop) \
	VMULSD X15, X13, X13; \
	VADDSD (DX)(BX*1), X13, X13; \
	VMOVSD X13, (R8)(BX*1); \
	ADDQ $8, BX; \
	DECQ CX; \
	JNE loop

// RATES evaluates a stage at the numbers at R8 into its rates, and goes on.
#define RATES(stage) \
	MOVQ (stages_k+8*(stage-1))(R15), R9; \
	MOVQ stages_comps(R15), CX; \
	MOVQ stages_kernels(R15), AX; \
	MOVQ $stage, R11; \
	CALL rates<>(SB); \
	TESTQ BX, BX; \
	JLT left

// rates evaluates CX compartments from AX on. BX is -1 where one of them has no row, or
// where there are none.
TEXT rates<>(SB), NOSPLIT, $16-0
	MOVQ CX, left-8(SP)
	MOVQ R11, stage-16(SP)
	MOVQ $-1, BX
	TESTQ CX, CX
	JEQ none
each:
	XORL BX, BX
	CALL compartment<>(SB)
	TESTQ BX, BX
	JLT none
	ADDQ $solo__size, AX
	DECQ left-8(SP)
	JNE each
	XORL BX, BX
none:
	MOVQ stage-16(SP), R11
	RET

// func attemptFrom(s *stages, stage int) int
TEXT ·attemptFrom(SB), NOSPLIT, $0-24
	MOVQ s+0(FP), R15
	MOVQ stage+8(FP), CX
	MOVQ stages_y(R15), R8
	CMPQ CX, $3
	JLT stage2
	JEQ stage3
	CMPQ CX, $5
	JLT stage4
	JEQ stage5
	CMPQ CX, $7
	JLT stage6
	JEQ stage7
	JMP all

#define SETUP \
	VMOVSD stages_h(R15), X15; \
	MOVQ stages_x(R15), DX; \
	MOVQ (stages_k+0)(R15), R9; \
	MOVQ (stages_k+8)(R15), R10; \
	MOVQ (stages_k+16)(R15), R11; \
	MOVQ (stages_k+24)(R15), R12; \
	MOVQ (stages_k+32)(R15), R13; \
	MOVQ stages_n(R15), CX; \
	XORL BX, BX

stage2: // the step times the weight goes first
	VMOVSD ·weights2+0(SB), X0
	SETUP
	VMULSD X0, X15, X15
sum2:
	VMOVSD (R9)(BX*1), X13
	LAST(sum2)
	RATES(2)
stage3:
	VMOVSD ·weights3+0(SB), X0
	VMOVSD ·weights3+8(SB), X1
	SETUP
sum3:
	FIRST(R9, X0)
	TERM(R10, X1)
	LAST(sum3)
	RATES(3)
stage4:
	VMOVSD ·weights4+0(SB), X0
	VMOVSD ·weights4+8(SB), X1
	VMOVSD ·weights4+16(SB), X2
	SETUP
sum4:
	FIRST(R9, X0)
	TERM(R10, X1)
	TERM(R11, X2)
	LAST(sum4)
	RATES(4)
stage5:
	VMOVSD ·weights5+0(SB), X0
	VMOVSD ·weights5+8(SB), X1
	VMOVSD ·weights5+16(SB), X2
	VMOVSD ·weights5+24(SB), X3
	SETUP
sum5:
	FIRST(R9, X0)
	TERM(R10, X1)
	TERM(R11, X2)
	TERM(R12, X3)
	LAST(sum5)
	RATES(5)
stage6:
	VMOVSD ·weights6+0(SB), X0
	VMOVSD ·weights6+8(SB), X1
	VMOVSD ·weights6+16(SB), X2
	VMOVSD ·weights6+24(SB), X3
	VMOVSD ·weights6+32(SB), X4
	SETUP
sum6:
	FIRST(R9, X0)
	TERM(R10, X1)
	TERM(R11, X2)
	TERM(R12, X3)
	TERM(R13, X4)
	LAST(sum6)
	RATES(6)
stage7: // and the sum of the error without its last stage
	VMOVSD ·weights7+0(SB), X0
	VMOVSD ·weights7+8(SB), X1
	VMOVSD ·weights7+16(SB), X2
	VMOVSD ·weights7+24(SB), X3
	VMOVSD ·weights7+32(SB), X4
	VMOVSD ·weights7+40(SB), X5
	VMOVSD ·weights7+48(SB), X6
	VMOVSD ·weights7+56(SB), X7
	VMOVSD ·weights7+64(SB), X8
	VMOVSD ·weights7+72(SB), X9
	MOVQ stages_part(R15), SI
	MOVQ (stages_k+40)(R15), DI
	SETUP
sum7:
	FIRST(R9, X5)
	TERM(R11, X6)
	TERM(R12, X7)
	TERM(R13, X8)
	TERM(DI, X9)
	VMOVSD X13, (SI)(BX*1)
	FIRST(R9, X0)
	TERM(R11, X1)
	TERM(R12, X2)
	TERM(R13, X3)
	TERM(DI, X4)
	LAST(sum7)
	RATES(7)
all: // the largest error of the states with a scale
	VMOVSD ·weights7+80(SB), X0
	VMOVSD stages_h(R15), X1
	VMOVSD sizeBits<>(SB), X2
	MOVQ stages_part(R15), SI
	MOVQ (stages_k+48)(R15), DI
	MOVQ stages_perScale(R15), DX
	MOVQ stages_n(R15), CX
	VXORPD X4, X4, X4
	VXORPD X6, X6, X6
	XORL BX, BX
error:
	VMULSD (DI)(BX*8), X0, X5
	VADDSD (SI)(BX*8), X5, X5
	VMULSD X1, X5, X5
	VANDPD X2, X5, X5
	VMULSD (DX)(BX*8), X5, X5
	VADDSD X5, X6, X6 // no number if one of them is none
	VMAXSD X4, X5, X4
	INCQ BX
	CMPQ BX, CX
	JNE error
	VUCOMISD X6, X6
	JNP number
	VMOVAPD X6, X4
number:
	VMOVSD X4, stages_worst(R15)
	VZEROUPPER
	MOVQ $0, ret+16(FP)
	RET
left:
	VZEROUPPER
	MOVQ R11, ret+16(FP)
	RET

DATA sizeBits<>+0(SB)/8, $0x7fffffffffffffff
GLOBL sizeBits<>(SB), RODATA|NOPTR, $8
