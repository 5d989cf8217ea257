package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// progress is a line on a terminal that says how much is done and how long the rest will
// take. It is silent where nobody watches, and in work that is soon done.
type progress struct {
	w     io.Writer // nil: nobody watches
	mu    sync.Mutex
	began time.Time
	shown time.Time
	width int
}

const (
	patience = 2 * time.Second // before it says anything
	often    = 200 * time.Millisecond
)

func newProgress(w io.Writer) *progress {
	p := &progress{began: time.Now()}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = w
		}
	}
	return p
}

// told shows how much is done.
func (p *progress) told(done, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.w == nil || now.Sub(p.began) < patience || now.Sub(p.shown) < often {
		return
	}
	p.shown = now
	text := fmt.Sprintf("%d of %d, %s left", done, of, left(now.Sub(p.began), done, of))
	gap := strings.Repeat(" ", max(0, p.width-len(text)))
	fmt.Fprint(p.w, "\r"+text+gap)
	p.width = len(text)
}

// left is how long the rest will take if it goes on as so far.
func left(took time.Duration, done, of int) time.Duration {
	if done == 0 {
		return 0
	}
	return (took / time.Duration(done) * time.Duration(of-done)).Round(time.Second)
}

// end takes the line away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.width > 0 {
		fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.width)+"\r")
	}
}
