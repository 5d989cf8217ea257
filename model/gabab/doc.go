// Package gabab is the GABA-B receptor: from the concentrations of its ligands to
// what it does to potassium channels, calcium channels and release.
//
//	ligands    dO_j/dt   = kon_j C_j (1 - sum O) - koff_j O_j,  kon_j = koff_j/K_j
//	drive      A         = sum eps_j O_j
//	G protein  dgamma/dt = kh (N A - gamma)
//	GIRK       dqF/dt = (gamma - qF)/tauF, dqS/dt = (gamma - qS)/tauS
//	CaV2       dB/dt = kon(gamma) (1 - B) - ku(V) B
//	release    U = U0 (1 - iota B)^m at a spike, then u, x of Tsodyks and Markram
//	tolerance  N = 1 - fN u2, two stages of days from the drive
//	synapse    dT/dt = -(1 - block) Vmax T/(T + Km) - kd T, and Ts at a spike
//
// Concentrations are in uM, times in ms, rates in 1/ms, temperatures in degC.
// gamma is the free Gβγ, 1 at a saturating full agonist on naive receptors. The
// package has rates, steady states and closed forms; it integrates nothing.
//
// Beside it stand the published schemes that it rests on (Published): each with its own
// constants, its own potency and its source, for a look at what another model would
// say; and models of calcium channels and of release that serve as a check.
//
// # Design notes
//
//   - Each arm has its own Coupling, because one drug has three different EC50s
//     in conductance, voltage and rate: an imposed curve where potency was measured
//     in a cell, or the mechanistic power law of the scheme.
//   - Turned down: one affinity for all arms (it cannot give the measured potencies),
//     and binding constants from radioligands (they are 10 to 100 times below
//     functional potencies).
//   - A published scheme keeps its units (mM, uM/ms) and its quirks. Only the GABA it is
//     given is in uM. MM2025 is a table of reactions that rates and Jacobian are read
//     from; its steady state is two nested roots, which saves an equilibration of 1e6 ms.
package gabab
