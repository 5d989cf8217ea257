package model

// Mark is what stands behind a number that was not read in its source: [recalled],
// from memory of the source it names, or [chosen], ours. A number that was read
// has none. Whatever shows a number of a ligand or a neuron shows its mark.
func Mark(confidence string) string {
	if confidence == "" || confidence == "read" {
		return ""
	}
	return "[" + confidence + "]"
}

// Marked is a number as text, with its mark where it has one.
func Marked(number, confidence string) string {
	if mark := Mark(confidence); mark != "" {
		return number + " " + mark
	}
	return number
}

// TrustIn is how sure the file is of a number: as its own line says, or else as
// TrustOf does.
func (n *Neuron) TrustIn(p ParamInfo) string {
	if p.Source.Confidence != "" {
		return p.Source.Confidence
	}
	return n.TrustOf(p.Path)
}
