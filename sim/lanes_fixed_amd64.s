#include "go_asm.h"
#include "textflag.h"
#include "kernel_amd64.h"

DATA magnitude<>+0(SB)/8, $0x7fffffffffffffff
GLOBL magnitude<>(SB), RODATA|NOPTR, $8

DATA byhalf<>+0(SB)/8, $0.5
GLOBL byhalf<>(SB), RODATA|NOPTR, $8

DATA quarter<>+0(SB)/8, $0.25
GLOBL quarter<>(SB), RODATA|NOPTR, $8

DATA threequarters<>+0(SB)/8, $0.75
GLOBL threequarters<>(SB), RODATA|NOPTR, $8

DATA surely<>+0(SB)/8, $0.001 // mV, far above rounding
GLOBL surely<>(SB), RODATA|NOPTR, $8

DATA minushalf<>+0(SB)/8, $-0.5
GLOBL minushalf<>(SB), RODATA|NOPTR, $8

// RELAX takes the two curves of a pair, the low and the high halves of P and Q, to where
// its slot says: a gate moves from x to inf + (x - inf) e, and the mean of the two goes
// where it is wanted; value columns go to their places.
#define RELAX(slot, P, Q, HALFQ, column, second, put, done) \
	VINSERTF64X4 $1, HALFQ, P, Z10; \
	VSHUFF64X2 $0xee, Q, P, Z11; \
	MOVLQSX (slot+0)(DX), AX; \
	TESTQ AX, AX; \
	JLT column; \
	SHLQ $7, AX; \
	VMOVUPD (R8)(AX*1), Z12; \
	VSUBPD Z10, Z12, Z13; \
	VMULPD Z11, Z13, Z13; \
	VADDPD Z13, Z10, Z10; \
	VMOVUPD Z10, (R8)(AX*1); \
	MOVLQSX (slot+8)(DX), AX; \
	TESTQ AX, AX; \
	JLT done; \
	VADDPD Z10, Z12, Z11; \
	VMULPD Z15, Z11, Z11; \
	JMP put; \
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
put: \
	SHLQ $7, AX; \
	VMOVUPD Z11, (R8)(AX*1); \
done:

// func relaxGates(k *kernel, from int) int
TEXT ·relaxGates(SB), NOSPLIT, $16-24
	MOVQ k+0(FP), AX
	CMPQ from+8(FP), $0
	JLT located
	JGT known
	MOVQ kernel_v(AX), CX
	VMOVUPD 0(CX), Z28
	VMOVUPD 64(CX), Z29
known:
	MOVQ kernel_frac(AX), R13
	VBROADCASTSD kernel_lo(AX), Z8
	VBROADCASTSD kernel_perMV(AX), Z9
	VBROADCASTSD kernel_top(AX), Z10
	VBROADCASTSD kernel_stride(AX), Z11
	VPXORQ Z12, Z12, Z12
	VPBROADCASTQ kernel_data(AX), Z13
	LOCATE(Z28, kernel_row+0(AX), 0(R13))
	LOCATE(Z29, kernel_row+64(AX), 64(R13))
located:
	VMOVDQU64 even<>(SB), Z8
	VMOVDQU64 odd<>(SB), Z9
	VBROADCASTSD byhalf<>(SB), Z15
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
	ROWS
	XORQ BX, BX
block:
	TURN
	RELAX(0, Z16, Z17, Y17, column0, second0, put0, done0)
	RELAX(12, Z18, Z19, Y19, column1, second1, put1, done1)
	MOVLQSX 24(DX), AX // nothing is wanted of the other two
	ANDL 28(DX), AX
	ANDL 32(DX), AX
	ANDL 36(DX), AX
	ANDL 40(DX), AX
	ANDL 44(DX), AX
	CMPL AX, $-1
	JEQ turned
	TURNMORE
	RELAX(24, Z24, Z28, Y28, column2, second2, put2, done2)
	RELAX(36, Z25, Z29, Y29, column3, second3, put3, done3)
turned:
	ADDQ $48, DX
	ADDQ $256, BX
	DECQ CX
	JNE block
	ADDQ $64, first-8(SP)
	CMPQ first-8(SP), $128
	JNE half
	VZEROUPPER
	MOVQ $0, ret+16(FP)
	RET
outside:
	VZEROUPPER
	MOVQ $-1, ret+16(FP)
	RET

// REACH makes r1 in A and r2 in B of the parabola r0 + u (r1 + (1-u) r2) through C two steps
// before, D and E, flat in lanes of KFRESH, and says in KFAR where it stays below the
// threshold, and in KHIGH where it stays surely above.
#define REACH(A, B, C, D, E, KFRESH, KFAR, KHIGH) \
	VSUBPD D, E, A; \
	VADDPD D, D, Z24; \
	VSUBPD Z24, E, B; \
	VADDPD C, B, B; \
	VMULPD Z26, B, B; \
	VPXORQ B, B, KFRESH, B; \
	VADDPD A, D, Z24; \
	VPANDQ B, Z30, Z25; \
	VMINPD Z24, D, Z23; \
	VMULPD Z27, Z25, Z25; \
	VMAXPD Z24, D, Z24; \
	VSUBPD Z25, Z23, Z23; \
	VADDPD Z25, Z24, Z24; \
	VCMPPD $13, Z22, Z23, KHIGH; \
	VCMPPD $1, Z31, Z24, KFAR

// LOW looks at V at U of the step, of which W is left: lanes near the threshold that were
// below it and are not have crossed it in this quarter.
#define LOW(U, W, quarter) \
	VMULPD Z17, W, Z24; \
	VMULPD Z19, W, Z25; \
	VADDPD Z16, Z24, Z24; \
	VADDPD Z18, Z25, Z25; \
	VMULPD Z24, U, Z24; \
	VMULPD Z25, U, Z25; \
	VADDPD Z8, Z24, Z24; \
	VADDPD Z9, Z25, Z25; \
	VCMPPD $1, Z31, Z24, K1; \
	VCMPPD $1, Z31, Z25, K2; \
	KUNPCKBW K1, K2, K1; \
	KMOVW K1, BX; \
	ANDL R10, BX; \
	MOVL R10, R13; \
	ANDL R12, R13; \
	ANDNL R13, BX, R13; \
	MOVW R13, (seen_crossed+quarter)(R8); \
	ORL R13, R11; \
	ANDNL R12, R10, R12; \
	ORL BX, R12

// func move(s *stride, handed int)
TEXT ·move(SB), NOSPLIT, $0-16
	MOVQ s+0(FP), AX
	MOVQ handed+8(FP), BX
	MOVQ stride_y(AX), R8
	MOVQ stride_places(AX), SI
	MOVQ stride_last(AX), R9
	MOVQ stride_old(AX), R10
	MOVQ stride_mean(AX), R11
	MOVQ stride_comps(AX), CX
	MOVQ stride_spikes(AX), DX
	VPBROADCASTQ magnitude<>(SB), Z30
	VBROADCASTSD stride_limit(AX), Z21
	VBROADCASTSD stride_thresh(AX), Z31
	KXNORW K3, K3, K3
	KXNORW K4, K4, K4
comp:
	MOVL 0(SI), R12
	MOVL 4(SI), R13
	VMOVUPD (R8)(R12*1), Z0
	VMOVUPD 64(R8)(R12*1), Z1
	VMOVUPD 0(R9), Z2
	VMOVUPD 64(R9), Z3
	VMOVAPD Z28, Z4
	VMOVAPD Z29, Z5
	TESTQ BX, BX
	JNE meant
	VMOVUPD 0(R11), Z4
	VMOVUPD 64(R11), Z5
meant:
	VMOVUPD Z2, 0(R10)
	VMOVUPD Z3, 64(R10)
	VMOVUPD Z0, 0(R9)
	VMOVUPD Z1, 64(R9)
	VADDPD Z4, Z4, Z4
	VADDPD Z5, Z5, Z5
	VSUBPD Z0, Z4, Z4
	VSUBPD Z1, Z5, Z5
	VMOVAPD Z4, Z28
	VMOVAPD Z5, Z29
	VMOVUPD Z4, (R8)(R12*1)
	VMOVUPD Z5, 64(R8)(R12*1)
	CMPL R12, R13
	JEQ athome
	VMOVUPD Z4, (R8)(R13*1)
	VMOVUPD Z5, 64(R8)(R13*1)
athome:
	VPANDQ Z4, Z30, Z6
	VPANDQ Z5, Z30, Z7
	VCMPPD $1, Z21, Z6, K3, K3
	VCMPPD $1, Z21, Z7, K4, K4
	TESTQ DX, DX
	JNE other
	VMOVAPD Z0, Z8
	VMOVAPD Z1, Z9
	VMOVAPD Z2, Z10
	VMOVAPD Z3, Z11
	VMOVAPD Z4, Z12
	VMOVAPD Z5, Z13
other:
	DECQ DX
	ADDQ $8, SI
	ADDQ $128, R9
	ADDQ $128, R10
	ADDQ $128, R11
	DECQ CX
	JNE comp
	KUNPCKBW K3, K4, K3

	VBROADCASTSD minushalf<>(SB), Z26
	VBROADCASTSD quarter<>(SB), Z27
	MOVWLZX stride_fresh(AX), BX
	KMOVW BX, K5
	SHRL $8, BX
	KMOVW BX, K6
	VADDPD.BCST surely<>(SB), Z31, Z22
	REACH(Z16, Z17, Z10, Z8, Z12, K5, K1, K7)
	REACH(Z18, Z19, Z11, Z9, Z13, K6, K2, K4)
	KUNPCKBW K1, K2, K1
	KMOVW K1, R9 // far below
	KUNPCKBW K7, K4, K7
	KMOVW K7, CX // far above

	// R8 is what is seen, R10 lanes that are near the threshold, R11 those that want a look,
	// R12 those that are below.
	MOVQ stride_seen(AX), R8
	MOVWLZX seen_active(R8), R10
	KMOVW K3, BX
	MOVL R10, R11
	ANDNL R11, BX, R11
	ANDL BX, R10
	MOVWLZX seen_below(R8), R12
	MOVQ $0, seen_crossed(R8)
	ANDL R10, R9
	ORL R9, R12
	ANDNL R10, R9, R10
	ANDNL CX, R12, CX // and have been
	ANDNL R10, CX, R10
	JEQ far
	VBROADCASTSD byhalf<>(SB), Z26
	VBROADCASTSD threequarters<>(SB), Z20
	LOW(Z27, Z20, 0)
	LOW(Z26, Z26, 2)
	LOW(Z20, Z27, 4)
	VADDPD Z26, Z26, Z20 // 1
	VPXORQ Z27, Z27, Z27
	LOW(Z20, Z27, 6)
far:
	MOVW R11, seen_look(R8)
	MOVW R12, seen_below(R8)
	VZEROUPPER
	RET

// func march(r *round) (at int)
TEXT ·march(SB), NOSPLIT, $48-16
	MOVQ $0, known-16(SP)
next:
	MOVQ r+0(FP), AX
	CMPQ round_left(AX), $0
	JLE done
	MOVQ $0, comp-8(SP)
gates:
	MOVQ r+0(FP), AX
	MOVQ comp-8(SP), BX
	CMPQ BX, round_comps(AX)
	JEQ body
	IMULQ $kernel__size, BX
	ADDQ round_gates(AX), BX
	CMPQ kernel_blocks(BX), $0
	JEQ gated
	MOVQ BX, 0(SP)
	MOVQ known-16(SP), CX
	MOVQ CX, 8(SP)
	CALL ·relaxGates(SB)
	CMPQ 16(SP), $0
	JLT outside
gated:
	INCQ comp-8(SP)
	JMP gates
body:
	MOVQ round_body(AX), BX
	MOVQ round_y(AX), CX
	MOVQ BX, 0(SP)
	MOVQ CX, 8(SP)
	MOVQ $-1, 16(SP)
	CALL ·evaluate(SB)
	MOVQ r+0(FP), AX
	MOVQ 24(SP), CX
	MOVQ round_body(AX), BX
	CMPQ CX, (kernel_ops+8)(BX)
	JNE call
	MOVQ round_stride(AX), BX
	MOVQ BX, 0(SP)
	XORL CX, CX
	CMPQ round_comps(AX), $1 // V stays in registers then
	JNE several
	INCQ CX
several:
	MOVQ CX, 8(SP)
	MOVQ CX, known-16(SP)
	CALL ·move(SB)
	MOVQ r+0(FP), AX
	DECQ round_left(AX)
	MOVQ round_stride(AX), BX
	MOVQ stride_seen(BX), BX
	CMPW seen_look(BX), $0
	JEQ next
done:
	MOVQ $-1, at+8(FP)
	RET
call:
	MOVQ round_comps(AX), BX
	ADDQ BX, CX
	MOVQ CX, at+8(FP)
	RET
outside:
	MOVQ comp-8(SP), BX
	MOVQ BX, at+8(FP)
	RET
