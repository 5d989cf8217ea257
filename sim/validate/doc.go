// Package validate holds quell against numbers that others computed or
// published, and says which it meets.
//
// A model is believed for what it was held against. Other engines solve the same
// equations, so a difference beyond the integrators' errors is a fault of quell.
// A published finding was measured on tissue, so a difference is a limit of the
// model: it stays in the table with its reason, and no number is bent to remove
// it without a source for the new one.
//
// A Job computes the rows of a part of a table or of one finding; Run does all of
// them side by side. A Row is a number, what it is held against and what is
// allowed either side:
//
//	|Got - Want| <= Spread
//
// The tables of other engines stand in testdata, each with a header that says how
// it was made. Their currents are in the table's own unit, their windows in its
// header. What the tables of circuits hold is not compared here.
//
// # Design notes
//
//   - A table is read as it was written; no number of it is copied into code.
//   - Where the reference's own integrators disagree by more than is allowed, the
//     row is skipped and says so. To widen the tolerance for all was turned down:
//     it would hide a fault where they agree.
//   - V in these tables is compared at the time the reference had it, not at a rest
//     that it had not reached.
//   - The receptor's courses are those of a run of the engine, and where no neuron has
//     them, as in the published schemes, of sim.Reactions; what has a closed form is
//     computed by it. A row that nothing computes is an error.
//   - Jobs are small, a table of currents, a conductance or a number each, so that
//     processors stay busy to the end. The currents of one are a sim.Batch: they share
//     a program, whose tables take longer to make than many a run.
package validate
