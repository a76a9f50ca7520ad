-- What the tables of the taxonomy say of ids that were gone already.

COMMENT ON COLUMN taxonomy.merged.kept IS 'Whether biosql.taxon has it: it was in the tree here, or another program added it.';
COMMENT ON COLUMN taxonomy.retired.kept IS 'Whether biosql.taxon has it: it was in the tree here, or another program added it.';
COMMENT ON COLUMN taxonomy.change.before IS 'What it was: scientific name, rank, or tax id of the parent; reused, and merged or deleted after it had left already: how it had left, e.g. merged into 1773.';
