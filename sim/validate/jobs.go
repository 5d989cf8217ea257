package validate

import "slices"

// Groups are the groups of jobs, in the order in which they are shown.
func Groups() []string { return []string{GroupEngine, GroupReceptor, GroupFinding} }

// Jobs are all comparisons there are: other engines, the receptor, findings.
func Jobs() ([]Job, error) {
	var jobs []Job
	for _, group := range []func() ([]Job, error){Engines, Receptor, Findings} {
		more, err := group()
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, more...)
	}
	return jobs, nil
}

// Only are the jobs with one of these names: that of a table, of a finding, or of
// a group. No names are all jobs.
func Only(jobs []Job, names []string) []Job {
	if len(names) == 0 {
		return jobs
	}
	var kept []Job
	for _, j := range jobs {
		if slices.Contains(names, j.ID) || slices.Contains(names, j.Group) {
			kept = append(kept, j)
		}
	}
	return kept
}

// Names are what Only knows: the tables and findings, each once, and the groups.
func Names(jobs []Job) []string {
	var names []string
	for _, j := range jobs {
		if !slices.Contains(names, j.ID) {
			names = append(names, j.ID)
		}
	}
	return append(names, Groups()...)
}
