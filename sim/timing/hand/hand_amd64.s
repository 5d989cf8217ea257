#include "go_asm.h"
#include "textflag.h"

// Orders of the turning over, as places in two registers of eight.
DATA even<>+0(SB)/8, $0
DATA even<>+8(SB)/8, $1
DATA even<>+16(SB)/8, $8
DATA even<>+24(SB)/8, $9
DATA even<>+32(SB)/8, $4
DATA even<>+40(SB)/8, $5
DATA even<>+48(SB)/8, $12
DATA even<>+56(SB)/8, $13
GLOBL even<>(SB), RODATA|NOPTR, $64

DATA odd<>+0(SB)/8, $2
DATA odd<>+8(SB)/8, $3
DATA odd<>+16(SB)/8, $10
DATA odd<>+24(SB)/8, $11
DATA odd<>+32(SB)/8, $6
DATA odd<>+40(SB)/8, $7
DATA odd<>+48(SB)/8, $14
DATA odd<>+56(SB)/8, $15
GLOBL odd<>(SB), RODATA|NOPTR, $64

#define CONSTANT(i, Z) VBROADCASTSD (Numbers_fixed + 8*i)(AX), Z
#define STATE(x) (Numbers_Y + 128*x)(AX)(CX*1)
#define RATE(x) (Numbers_D + 128*x)(AX)(CX*1)

// LOCATE finds the rows of eight cells and the fractions in them.
#define LOCATE(half) \
	VMOVUPD (Numbers_Y + half)(AX), Z0; \
	VSUBPD Z8, Z0, Z0; \
	VMULPD Z9, Z0, Z0; \
	VRNDSCALEPD $3, Z0, Z1; \
	VSUBPD Z1, Z0, Z0; \
	VMOVUPD Z0, (Numbers_frac + half)(AX); \
	VMULPD Z11, Z1, Z1; \
	VCVTTPD2QQ Z1, Z1; \
	VPADDQ Z13, Z1, Z1; \
	VMOVDQU64 Z1, (Numbers_row + half)(AX)

#define CUBICS(from) \
	VADDPD from(R8), Z16, Z16; \
	VADDPD from(R9), Z17, Z17; \
	VADDPD from(R10), Z18, Z18; \
	VADDPD from(R11), Z19, Z19; \
	VADDPD from(R12), Z20, Z20; \
	VADDPD from(R13), Z21, Z21; \
	VADDPD from(SI), Z22, Z22; \
	VADDPD from(DI), Z23, Z23

#define TIMESFRACTION \
	VMULPD Z0, Z16, Z16; \
	VMULPD Z1, Z17, Z17; \
	VMULPD Z2, Z18, Z18; \
	VMULPD Z3, Z19, Z19; \
	VMULPD Z4, Z20, Z20; \
	VMULPD Z5, Z21, Z21; \
	VMULPD Z6, Z22, Z22; \
	VMULPD Z7, Z23, Z23

// CURVES leaves A of m, h, n in Z10, Z12, Z14 and B in Z11, Z13, Z15, each of eight
// cells, those from CX bytes on.
#define CURVES \
	VBROADCASTSD (Numbers_frac+0)(AX)(CX*1), Z0; \
	VBROADCASTSD (Numbers_frac+8)(AX)(CX*1), Z1; \
	VBROADCASTSD (Numbers_frac+16)(AX)(CX*1), Z2; \
	VBROADCASTSD (Numbers_frac+24)(AX)(CX*1), Z3; \
	VBROADCASTSD (Numbers_frac+32)(AX)(CX*1), Z4; \
	VBROADCASTSD (Numbers_frac+40)(AX)(CX*1), Z5; \
	VBROADCASTSD (Numbers_frac+48)(AX)(CX*1), Z6; \
	VBROADCASTSD (Numbers_frac+56)(AX)(CX*1), Z7; \
	MOVQ (Numbers_row+0)(AX)(CX*1), R8; \
	MOVQ (Numbers_row+8)(AX)(CX*1), R9; \
	MOVQ (Numbers_row+16)(AX)(CX*1), R10; \
	MOVQ (Numbers_row+24)(AX)(CX*1), R11; \
	MOVQ (Numbers_row+32)(AX)(CX*1), R12; \
	MOVQ (Numbers_row+40)(AX)(CX*1), R13; \
	MOVQ (Numbers_row+48)(AX)(CX*1), SI; \
	MOVQ (Numbers_row+56)(AX)(CX*1), DI; \
	VMULPD 192(R8), Z0, Z16; \
	VMULPD 192(R9), Z1, Z17; \
	VMULPD 192(R10), Z2, Z18; \
	VMULPD 192(R11), Z3, Z19; \
	VMULPD 192(R12), Z4, Z20; \
	VMULPD 192(R13), Z5, Z21; \
	VMULPD 192(SI), Z6, Z22; \
	VMULPD 192(DI), Z7, Z23; \
	CUBICS(128); \
	TIMESFRACTION; \
	CUBICS(64); \
	TIMESFRACTION; \
	CUBICS(0); \
	VUNPCKLPD Z17, Z16, Z24; \
	VUNPCKHPD Z17, Z16, Z25; \
	VUNPCKLPD Z19, Z18, Z26; \
	VUNPCKHPD Z19, Z18, Z27; \
	VUNPCKLPD Z21, Z20, Z28; \
	VUNPCKHPD Z21, Z20, Z29; \
	VUNPCKLPD Z23, Z22, Z30; \
	VUNPCKHPD Z23, Z22, Z31; \
	VMOVAPD Z24, Z16; \
	VMOVAPD Z28, Z17; \
	VPERMT2PD Z26, Z8, Z16; \
	VPERMT2PD Z30, Z8, Z17; \
	VPERMT2PD Z27, Z8, Z25; \
	VPERMT2PD Z31, Z8, Z29; \
	VPERMT2PD Z26, Z9, Z24; \
	VPERMT2PD Z30, Z9, Z28; \
	VINSERTF64X4 $1, Y17, Z16, Z10; \
	VSHUFF64X2 $0xee, Z17, Z16, Z11; \
	VINSERTF64X4 $1, Y29, Z25, Z12; \
	VSHUFF64X2 $0xee, Z29, Z25, Z13; \
	VINSERTF64X4 $1, Y28, Z24, Z14; \
	VSHUFF64X2 $0xee, Z28, Z24, Z15

#define BEGIN \
	MOVQ b+0(FP), AX; \
	VPBROADCASTQ data+8(FP), Z13; \
	CONSTANT(const_cLo, Z8); \
	CONSTANT(const_cPerMV, Z9); \
	CONSTANT(const_cStride, Z11); \
	LOCATE(0); \
	LOCATE(64); \
	VMOVDQU64 even<>(SB), Z8; \
	VMOVDQU64 odd<>(SB), Z9; \
	XORQ CX, CX

// CONDUCTANCES of sodium in Z0 and potassium in Z2, from m, h, n in Z16, Z17, Z18.
#define CONDUCTANCES \
	CONSTANT(const_cNa, Z0); \
	VMULPD Z17, Z0, Z0; \
	VMULPD Z16, Z16, Z1; \
	VMULPD Z16, Z1, Z1; \
	VMULPD Z1, Z0, Z0; \
	VMULPD Z18, Z18, Z2; \
	VMULPD Z2, Z2, Z2; \
	VMULPD Numbers_GK(AX)(CX*1), Z2, Z2

// func rates(b *Numbers, data *float64)
TEXT ·rates(SB), NOSPLIT, $0-16
	BEGIN
half:
	CURVES
	VMOVUPD STATE(const_M), Z16
	VMOVUPD STATE(const_H), Z17
	VMOVUPD STATE(const_N), Z18
	VMULPD Z16, Z11, Z11
	VMULPD Z17, Z13, Z13
	VMULPD Z18, Z15, Z15
	VSUBPD Z11, Z10, Z10
	VSUBPD Z13, Z12, Z12
	VSUBPD Z15, Z14, Z14
	VMOVUPD Z10, RATE(const_M)
	VMOVUPD Z12, RATE(const_H)
	VMOVUPD Z14, RATE(const_N)
	CONDUCTANCES
	VMOVUPD STATE(const_V), Z3
	VMOVUPD Numbers_I(AX)(CX*1), Z7
	CONSTANT(const_cENa, Z4)
	CONSTANT(const_cEK, Z5)
	CONSTANT(const_cEL, Z6)
	CONSTANT(const_cL, Z10)
	VSUBPD Z4, Z3, Z4
	VSUBPD Z5, Z3, Z5
	VSUBPD Z6, Z3, Z6
	VMULPD Z4, Z0, Z0
	VMULPD Z5, Z2, Z2
	VMULPD Z6, Z10, Z10
	VSUBPD Z0, Z7, Z7
	VSUBPD Z2, Z7, Z7
	VSUBPD Z10, Z7, Z7
	VMOVUPD Z7, RATE(const_V)
	ADDQ $64, CX
	CMPQ CX, $128
	JNE half
	VZEROUPPER
	RET

// func step(b *Numbers, data *float64)
TEXT ·step(SB), NOSPLIT, $0-16
	BEGIN
half:
	CURVES
	VMOVUPD STATE(const_M), Z16
	VMOVUPD STATE(const_H), Z17
	VMOVUPD STATE(const_N), Z18
	VSUBPD Z10, Z16, Z16
	VSUBPD Z12, Z17, Z17
	VSUBPD Z14, Z18, Z18
	VMULPD Z11, Z16, Z16
	VMULPD Z13, Z17, Z17
	VMULPD Z15, Z18, Z18
	VADDPD Z10, Z16, Z16
	VADDPD Z12, Z17, Z17
	VADDPD Z14, Z18, Z18
	VMOVUPD Z16, STATE(const_M)
	VMOVUPD Z17, STATE(const_H)
	VMOVUPD Z18, STATE(const_N)
	CONDUCTANCES
	VMOVUPD STATE(const_V), Z3
	CONSTANT(const_cENa, Z4)
	CONSTANT(const_cEK, Z5)
	CONSTANT(const_cL, Z6)
	CONSTANT(const_cSL, Z7)
	CONSTANT(const_cStep, Z10)
	VMULPD Z0, Z4, Z4
	VMULPD Z2, Z5, Z5
	VADDPD Z5, Z4, Z4
	VADDPD Z7, Z4, Z4
	VMULPD Z3, Z10, Z11
	VADDPD Z4, Z11, Z11
	VADDPD Numbers_I(AX)(CX*1), Z11, Z11
	VADDPD Z2, Z0, Z0
	VADDPD Z6, Z0, Z0
	VADDPD Z0, Z10, Z10
	VDIVPD Z10, Z11, Z11
	VADDPD Z11, Z11, Z11
	VSUBPD Z3, Z11, Z11
	VMOVUPD Z11, STATE(const_V)
	VPXORQ Z0, Z0, Z0
	VCMPPD $1, Z0, Z3, K1
	VCMPPD $13, Z0, Z11, K1, K2
	KMOVB K2, BX
	POPCNTQ BX, BX
	ADDQ BX, Numbers_spikes(AX)
	ADDQ $64, CX
	CMPQ CX, $128
	JNE half
	VZEROUPPER
	RET
