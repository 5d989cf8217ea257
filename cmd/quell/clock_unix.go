//go:build unix

package main

import "syscall"

// processor is the time that this process has used, user and system, in seconds.
func processor(float64) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return seconds(u.Utime) + seconds(u.Stime)
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + 1e-6*float64(t.Usec) }
