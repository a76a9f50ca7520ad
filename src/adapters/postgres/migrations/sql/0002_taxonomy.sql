-- The NCBI taxonomy: BioSQL's own tables of taxa, and what BioSQL has no tables for.
-- Tables of BioSQL that are there already are kept as they are: 0002_taxonomy.py has widened them.

CREATE SCHEMA IF NOT EXISTS biosql;
CREATE SEQUENCE IF NOT EXISTS biosql.taxon_pk_seq;

CREATE TABLE IF NOT EXISTS biosql.taxon (
    taxon_id INTEGER DEFAULT nextval('biosql.taxon_pk_seq'::regclass) NOT NULL,
    ncbi_taxon_id INTEGER,
    parent_taxon_id INTEGER,
    node_rank TEXT,
    genetic_code SMALLINT,
    mito_genetic_code SMALLINT,
    left_value INTEGER,
    right_value INTEGER,
    CONSTRAINT taxon_pkey PRIMARY KEY (taxon_id),
    CONSTRAINT xaktaxon_ncbi_taxon_id UNIQUE (ncbi_taxon_id),
    CONSTRAINT xaktaxon_left_value UNIQUE (left_value) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT xaktaxon_right_value UNIQUE (right_value) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX IF NOT EXISTS taxparent ON biosql.taxon (parent_taxon_id);
COMMENT ON TABLE biosql.taxon IS 'Taxa of the NCBI taxonomy, as BioSQL keeps them; retired ones too. See taxonomy.taxon for a view with names and status.';
COMMENT ON COLUMN biosql.taxon.taxon_id IS 'BioSQL''s own key of a taxon; it never changes, and no taxon is ever deleted.';
COMMENT ON COLUMN biosql.taxon.ncbi_taxon_id IS 'NCBI taxonomy id (nodes.dmp, tax_id).';
COMMENT ON COLUMN biosql.taxon.parent_taxon_id IS 'taxon_id of the parent; the root''s is its own. A merged taxon hangs below the one that took it over, a deleted one stays below its last parent: see taxonomy.taxon.status.';
COMMENT ON COLUMN biosql.taxon.node_rank IS 'Rank, in NCBI''s words; any word may come (nodes.dmp, rank).';
COMMENT ON COLUMN biosql.taxon.genetic_code IS 'taxonomy.genetic_code of its nuclear genes.';
COMMENT ON COLUMN biosql.taxon.mito_genetic_code IS 'taxonomy.genetic_code of its mitochondrial genes; 0: none.';
COMMENT ON COLUMN biosql.taxon.left_value IS 'Nested set: all that lies below a taxon has its left_value between the taxon''s left_value and right_value. The numbers have gaps, so that a sync need not renumber the tree: count what lies below with taxonomy.descendants(), not by their difference. A taxon without anything below it has right_value = left_value + 1.';
COMMENT ON COLUMN biosql.taxon.right_value IS 'Nested set, see left_value.';

CREATE TABLE IF NOT EXISTS biosql.taxon_name (
    taxon_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_class TEXT NOT NULL,
    CONSTRAINT taxon_name_name_name_class_taxon_id_key UNIQUE (name, name_class, taxon_id),
    CONSTRAINT fktaxon_taxonname FOREIGN KEY(taxon_id) REFERENCES biosql.taxon (taxon_id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS taxnamelower ON biosql.taxon_name (lower(name) text_pattern_ops);
CREATE INDEX IF NOT EXISTS taxnametaxonid ON biosql.taxon_name (taxon_id);
COMMENT ON TABLE biosql.taxon_name IS 'All names of the taxa, as BioSQL keeps them. Retired taxa keep their last names.';
COMMENT ON COLUMN biosql.taxon_name.taxon_id IS 'The taxon.';
COMMENT ON COLUMN biosql.taxon_name.name IS 'A name of it, exactly as NCBI spells it (names.dmp).';
COMMENT ON COLUMN biosql.taxon_name.name_class IS 'scientific name (one a taxon), synonym, common name, ... in NCBI''s words.';

CREATE SCHEMA taxonomy;
COMMENT ON SCHEMA taxonomy IS 'What the NCBI taxonomy holds beyond BioSQL''s tables: merged and retired ids, history, and functions to ask for lineages and subtrees.';

CREATE TABLE taxonomy.sync (
    job BIGINT NOT NULL,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    dump_day DATE NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    taxa INTEGER NOT NULL,
    names_added INTEGER NOT NULL,
    names_removed INTEGER NOT NULL,
    renumbered INTEGER NOT NULL,
    CONSTRAINT pk_sync PRIMARY KEY (job),
    CONSTRAINT fk_sync_job FOREIGN KEY(job) REFERENCES insdc.sync_job (number)
);
COMMENT ON TABLE taxonomy.sync IS 'The dumps that were brought in, one row each; a dump that was there already adds none.';
COMMENT ON COLUMN taxonomy.sync.job IS 'The job that did it (insdc.sync_job).';
COMMENT ON COLUMN taxonomy.sync.source IS 'Address or path of the dump.';
COMMENT ON COLUMN taxonomy.sync.digest IS 'What tells the dump from others: md5 of the archive.';
COMMENT ON COLUMN taxonomy.sync.dump_day IS 'The day the dump was made.';
COMMENT ON COLUMN taxonomy.sync.applied_at IS 'When it was brought in.';
COMMENT ON COLUMN taxonomy.sync.taxa IS 'Taxa in the tree from then on.';
COMMENT ON COLUMN taxonomy.sync.names_added IS 'Names that came, of all classes.';
COMMENT ON COLUMN taxonomy.sync.names_removed IS 'Names that went.';
COMMENT ON COLUMN taxonomy.sync.renumbered IS 'Taxa whose left or right changed, new ones aside.';

CREATE TABLE taxonomy.change (
    job BIGINT NOT NULL,
    ncbi_taxon_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    before TEXT,
    after TEXT,
    CONSTRAINT pk_change PRIMARY KEY (job, kind, ncbi_taxon_id),
    CONSTRAINT ck_change_kind CHECK (kind in ('new', 'renamed', 're-ranked', 'moved', 'merged', 'deleted', 'reused')),
    CONSTRAINT fk_change_job FOREIGN KEY(job) REFERENCES taxonomy.sync (job)
);
CREATE INDEX ix_change_ncbi_taxon_id ON taxonomy.change (ncbi_taxon_id);
COMMENT ON TABLE taxonomy.change IS 'The history of the taxonomy: what became of a taxon, and with which dump. It begins with the second dump: the first is where everything starts.';
COMMENT ON COLUMN taxonomy.change.job IS 'The dump that brought it (taxonomy.sync).';
COMMENT ON COLUMN taxonomy.change.ncbi_taxon_id IS 'The taxon.';
COMMENT ON COLUMN taxonomy.change.kind IS 'new: it was not known; renamed: it has another scientific name; re-ranked: another rank; moved: another parent; merged: another taxon took it over; deleted: NCBI gave it up; reused: it was merged or deleted and is back.';
COMMENT ON COLUMN taxonomy.change.before IS 'What it was: scientific name, rank, or tax id of the parent; reused: how it had left.';
COMMENT ON COLUMN taxonomy.change.after IS 'What it is now: scientific name, rank, tax id of the parent; merged: tax id of the heir.';

CREATE TABLE taxonomy.merged (
    ncbi_taxon_id INTEGER NOT NULL,
    merged_into INTEGER NOT NULL,
    current_ncbi_taxon_id INTEGER,
    noticed DATE NOT NULL,
    kept BOOLEAN NOT NULL,
    CONSTRAINT pk_merged PRIMARY KEY (ncbi_taxon_id)
);
CREATE INDEX ix_merged_current_ncbi_taxon_id ON taxonomy.merged (current_ncbi_taxon_id);
CREATE INDEX ix_merged_kept ON taxonomy.merged (ncbi_taxon_id) WHERE kept;
COMMENT ON TABLE taxonomy.merged IS 'Tax ids that another taxon took over (merged.dmp). Nothing is forgotten: an id stays here when NCBI no longer lists it, until it is used again.';
COMMENT ON COLUMN taxonomy.merged.ncbi_taxon_id IS 'The old id.';
COMMENT ON COLUMN taxonomy.merged.merged_into IS 'The id it was merged into, by the last dump that listed it.';
COMMENT ON COLUMN taxonomy.merged.current_ncbi_taxon_id IS 'The taxon in the tree that has it now, mergers followed; null: it was deleted later.';
COMMENT ON COLUMN taxonomy.merged.noticed IS 'Day of the first dump here that listed it.';
COMMENT ON COLUMN taxonomy.merged.kept IS 'Whether it was ever in the tree here, so that biosql.taxon still has it.';

CREATE TABLE taxonomy.retired (
    ncbi_taxon_id INTEGER NOT NULL,
    noticed DATE NOT NULL,
    reason TEXT NOT NULL,
    kept BOOLEAN NOT NULL,
    CONSTRAINT pk_retired PRIMARY KEY (ncbi_taxon_id),
    CONSTRAINT ck_retired_reason CHECK (reason in ('deleted', 'vanished'))
);
CREATE INDEX ix_retired_kept ON taxonomy.retired (ncbi_taxon_id) WHERE kept;
COMMENT ON TABLE taxonomy.retired IS 'Tax ids that NCBI gave up without an heir. If they were ever in the tree here, they are in biosql.taxon still.';
COMMENT ON COLUMN taxonomy.retired.ncbi_taxon_id IS 'The id.';
COMMENT ON COLUMN taxonomy.retired.noticed IS 'Day of the first dump here that said so; for ids that were deleted before the first dump, the day of that.';
COMMENT ON COLUMN taxonomy.retired.reason IS 'deleted: the dump lists it (delnodes.dmp); vanished: the dump just has it no more.';
COMMENT ON COLUMN taxonomy.retired.kept IS 'Whether it was ever in the tree here, so that biosql.taxon still has it.';

CREATE TABLE taxonomy.division (
    division_id SMALLINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    comments TEXT,
    CONSTRAINT pk_division PRIMARY KEY (division_id)
);
COMMENT ON TABLE taxonomy.division IS 'GenBank''s divisions (division.dmp).';
COMMENT ON COLUMN taxonomy.division.division_id IS 'NCBI''s number of it.';
COMMENT ON COLUMN taxonomy.division.code IS 'Its three letters, e.g. BCT.';
COMMENT ON COLUMN taxonomy.division.name IS 'Its name, e.g. Bacteria.';
COMMENT ON COLUMN taxonomy.division.comments IS 'NCBI''s comments.';

CREATE TABLE taxonomy.taxon_division (
    ncbi_taxon_id INTEGER NOT NULL,
    division_id SMALLINT NOT NULL,
    CONSTRAINT pk_taxon_division PRIMARY KEY (ncbi_taxon_id)
);
COMMENT ON TABLE taxonomy.taxon_division IS 'Taxa whose division is not that of their parent (nodes.dmp, division id); all others have their parent''s: taxonomy.division_of() tells anybody''s.';
COMMENT ON COLUMN taxonomy.taxon_division.ncbi_taxon_id IS 'The taxon.';
COMMENT ON COLUMN taxonomy.taxon_division.division_id IS 'Its division (taxonomy.division).';

CREATE TABLE taxonomy.genetic_code (
    genetic_code SMALLINT NOT NULL,
    abbreviation TEXT,
    name TEXT NOT NULL,
    amino_acids TEXT,
    starts TEXT,
    CONSTRAINT pk_genetic_code PRIMARY KEY (genetic_code)
);
COMMENT ON TABLE taxonomy.genetic_code IS 'Genetic codes (gencode.dmp).';
COMMENT ON COLUMN taxonomy.genetic_code.genetic_code IS 'NCBI''s number of it (translation table).';
COMMENT ON COLUMN taxonomy.genetic_code.abbreviation IS 'Its short name, where it has one.';
COMMENT ON COLUMN taxonomy.genetic_code.name IS 'Its name, e.g. Standard.';
COMMENT ON COLUMN taxonomy.genetic_code.amino_acids IS '64 amino acids, by codon in the order TTT, TTC, TTA, TTG, TCT, ...';
COMMENT ON COLUMN taxonomy.genetic_code.starts IS 'The same for start codons: M where the codon can start, - where not.';

CREATE TABLE taxonomy.unique_name (
    ncbi_taxon_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_class TEXT NOT NULL,
    unique_name TEXT NOT NULL,
    CONSTRAINT pk_unique_name PRIMARY KEY (ncbi_taxon_id, name, name_class, unique_name)
);
CREATE INDEX ix_unique_name_lower ON taxonomy.unique_name (lower(unique_name) text_pattern_ops);
COMMENT ON TABLE taxonomy.unique_name IS 'How NCBI tells names apart that several taxa share, e.g. Bacillus <firmicutes> (names.dmp, unique name). Only names that have one.';
COMMENT ON COLUMN taxonomy.unique_name.ncbi_taxon_id IS 'The taxon.';
COMMENT ON COLUMN taxonomy.unique_name.name IS 'Its name.';
COMMENT ON COLUMN taxonomy.unique_name.name_class IS 'Class of the name.';
COMMENT ON COLUMN taxonomy.unique_name.unique_name IS 'The name that no other taxon has.';

CREATE TABLE taxonomy.print (
    file TEXT NOT NULL,
    blocks BYTEA NOT NULL,
    CONSTRAINT pk_print PRIMARY KEY (file)
);
COMMENT ON TABLE taxonomy.print IS 'For the program alone: digests of the last dump, by which the next is compared. Without these rows the next sync compares everything.';
COMMENT ON COLUMN taxonomy.print.file IS 'The file of the dump.';
COMMENT ON COLUMN taxonomy.print.blocks IS 'For each block of 64 tax ids its number (4 bytes, big-endian) and 8 bytes of BLAKE2b of its rows.';

