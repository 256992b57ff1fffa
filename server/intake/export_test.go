package intake

// LimitFiles lowers MaxFile for tests.
func (in *Intake) LimitFiles(n int64) { in.maxFile = n }

var CleanName = cleanName
