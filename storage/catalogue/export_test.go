package catalogue

// What tests of the migrations reach for.
var (
	ApplyMigrations = apply
	SeedVocabulary  = seed
	ReadLists       = readLists
	CheckDSN        = func(dsn string, insecure bool) error {
		pool, err := connect(dsn, insecure)
		if err == nil {
			pool.Close()
		}
		return err
	}
)
