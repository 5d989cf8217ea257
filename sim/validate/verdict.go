package validate

import "context"

// Verdict is what a comparison comes to.
type Verdict string

// The verdicts.
const (
	// Hit: what quell gives lies within the tolerance or the published spread.
	Hit Verdict = "hit"
	// Miss: it does not, and Why says what is known of it.
	Miss Verdict = "miss"
	// ExpectedMiss: it does not, for a reason that was known before the row was
	// computed; Why gives the reason.
	ExpectedMiss Verdict = "expected miss"
	// Skipped: the row was not compared; Why says why not.
	Skipped Verdict = "skipped"
)

// The groups of rows.
const (
	// GroupEngine rows come from other simulators: a miss is a fault of quell.
	GroupEngine = "engine"
	// GroupReceptor rows come from other solutions of the receptor's equations.
	GroupReceptor = "receptor"
	// GroupFinding rows come from papers: a miss is a limit of the model.
	GroupFinding = "finding"
)

// Row is one number held against one that was published or computed elsewhere.
type Row struct {
	ID        string // of the table or the finding: brk_spikes, P01
	Group     string
	Neuron    string // what was run, or "" where it was no single neuron
	What      string // the quantity, or the sentence of the finding
	Condition string // where it was compared: "spike 3 at I = 5 uA/cm2"
	Unit      string // of Want, Spread and Got
	// Want is the reference and Spread, in the same unit, what is allowed either
	// side of it. NaN is a number that there is not.
	Want, Spread, Got float64
	Allowed           string // Spread in words where it is a share, "0.1 %", or one side: "above 0 %"
	Verdict           Verdict
	Why               string // the reason of a miss or a skip
	Given             string // by which number or part of the model Want is built in, or ""
	Source            string
	Confidence        string
	Command           string  // the quell command that shows it, or ""
	Figure            *Figure // curves for the report, or nil
}

// Figure is a drawing of a row for the report.
type Figure struct {
	Title, X, Y string // what it shows, whole; labels with their unit
	LogX        bool
	Curves      []Curve
}

// Curve is one line, or one set of points, of a figure.
type Curve struct {
	Name   string
	X, Y   []float64
	Points bool // draw dots, no line
}

// Job computes the rows of one table or one finding.
type Job struct {
	ID    string
	Group string
	Run   func(ctx context.Context) ([]Row, error)
}
