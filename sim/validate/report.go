package validate

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
)

// within says that Got is as near to Want as Spread allows.
func (r Row) within() bool {
	return r.Got == r.Want || math.Abs(r.Got-r.Want) <= r.Spread
}

// Share is how much of its spread a row uses: above 1 it lies outside. It is
// infinite where nothing is allowed and there is a difference, or no number.
func (r Row) Share() float64 {
	off := math.Abs(r.Got - r.Want)
	switch {
	case r.Got == r.Want:
		return 0
	case math.IsNaN(off) || r.Spread == 0:
		return math.Inf(1)
	}
	return off / r.Spread
}

// Report is what all jobs gave, in their order.
type Report struct{ Rows []Row }

// Run does the jobs, as many at once as there are processors, and calls progress,
// where it is not nil, one call at a time, as each is done. What it returns does
// not depend on how many run at once.
func Run(ctx context.Context, jobs []Job, progress func(done, of int)) (*Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rows, errs := make([][]Row, len(jobs)), make([]error, len(jobs))
	next := make(chan int)
	var workers sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(len(jobs), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				if errs[i] = ctx.Err(); errs[i] != nil {
					continue
				}
				if rows[i], errs[i] = jobs[i].Run(ctx); errs[i] != nil {
					cancel()
				}
				mu.Lock()
				if done++; progress != nil {
					progress(done, len(jobs))
				}
				mu.Unlock()
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	workers.Wait()
	if err := cause(errs); err != nil {
		return nil, err
	}
	return &Report{Rows: slices.Concat(rows...)}, nil
}

// cause is the first error that is not merely the cancelling of a job because
// another failed.
func cause(errs []error) error {
	var cancelled error
	for _, err := range errs {
		switch {
		case err == nil:
		case errors.Is(err, context.Canceled):
			if cancelled == nil {
				cancelled = err
			}
		default:
			return err
		}
	}
	return cancelled
}

// Count is how many rows of a group have a verdict; "" is any group.
func (r *Report) Count(group string, v Verdict) int {
	n := 0
	for _, row := range r.Rows {
		if row.Verdict == v && (group == "" || row.Group == group) {
			n++
		}
	}
	return n
}

// GivenBack is how many hits of a group are built in: quell gives back what it was
// given.
func (r *Report) GivenBack(group string) int {
	n := 0
	for _, row := range r.Rows {
		if row.Group == group && row.Verdict == Hit && row.Given != "" {
			n++
		}
	}
	return n
}

// Quantity is what the rows of one table say of one quantity.
type Quantity struct {
	ID, What string
	Neuron   string // "" where the rows are of several
	N        int    // rows compared
	Missed   int
	Skipped  int
	Worst    Row    // the row that uses most of its spread; its Share says how much
	Why      string // of the first row that was skipped
}

// Quantities are the rows of a group by table and quantity, in their order.
func (r *Report) Quantities(group string) []Quantity {
	var all []Quantity
	at := map[[2]string]int{}
	for _, row := range r.Rows {
		if row.Group != group {
			continue
		}
		key := [2]string{row.ID, row.What}
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, Quantity{ID: row.ID, What: row.What, Neuron: row.Neuron})
		}
		all[i].see(row)
	}
	return all
}

func (q *Quantity) see(row Row) {
	if row.Neuron != q.Neuron {
		q.Neuron = ""
	}
	if row.Verdict == Skipped {
		q.Skipped++
		if q.Why == "" {
			q.Why = row.Why
		}
		return
	}
	q.N++
	if row.Verdict == Miss {
		q.Missed++
	}
	if q.N == 1 || row.Share() > q.Worst.Share() {
		q.Worst = row
	}
}
