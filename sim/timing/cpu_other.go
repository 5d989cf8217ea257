//go:build !unix

package timing

import "time"

var began = time.Now()

// processor is wall time, where the machine's own account is not read.
func processor() float64 { return time.Since(began).Seconds() }
