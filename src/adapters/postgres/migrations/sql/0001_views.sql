-- What stands in ordered JSON, one row each, for those who know only SQL.

CREATE VIEW insdc.record_identifier AS
SELECT kind AS record_kind, accession, ordinal,
       item ->> 'kind' AS kind, item ->> 'value' AS value,
       item ->> 'namespace' AS namespace, item ->> 'label' AS label
FROM (
    SELECT 'submission' AS kind, accession, identifiers FROM insdc.submission
    UNION ALL SELECT 'study', accession, identifiers FROM insdc.study
    UNION ALL SELECT 'sample', coalesce(biosample_accession, sra_accession), identifiers
              FROM insdc.sample
    UNION ALL SELECT 'experiment', accession, identifiers FROM insdc.experiment
    UNION ALL SELECT 'run', accession, identifiers FROM insdc.run
) AS record
CROSS JOIN LATERAL jsonb_array_elements(identifiers) WITH ORDINALITY AS named (item, ordinal);
COMMENT ON VIEW insdc.record_identifier IS 'Every name of every record, in order: kind is primary, secondary, external, submitter or uuid; namespace says whose it is.';

CREATE VIEW insdc.record_link AS
SELECT kind AS record_kind, accession, ordinal,
       item ->> 'database' AS database, item ->> 'identifier' AS identifier,
       item ->> 'label' AS label, item ->> 'url' AS url
FROM (
    SELECT 'submission' AS kind, accession, links FROM insdc.submission
    UNION ALL SELECT 'study', accession, links FROM insdc.study
    UNION ALL SELECT 'sample', coalesce(biosample_accession, sra_accession), links
              FROM insdc.sample
    UNION ALL SELECT 'experiment', accession, links FROM insdc.experiment
    UNION ALL SELECT 'run', accession, links FROM insdc.run
) AS record
CROSS JOIN LATERAL jsonb_array_elements(links) WITH ORDINALITY AS pointing (item, ordinal);
COMMENT ON VIEW insdc.record_link IS 'Every pointer out of every record, in order; those that are papers also stand in insdc.publication.';

CREATE VIEW insdc.submission_attribute AS
SELECT accession AS submission_accession, ordinal,
       item ->> 'name' AS name, item ->> 'value' AS value, item ->> 'unit' AS unit
FROM insdc.submission
CROSS JOIN LATERAL jsonb_array_elements(attributes) WITH ORDINALITY AS given (item, ordinal);
COMMENT ON VIEW insdc.submission_attribute IS 'Attributes of submissions as submitted, one row each, in order.';

CREATE VIEW insdc.study_attribute AS
SELECT accession AS study_accession, ordinal,
       item ->> 'name' AS name, item ->> 'value' AS value, item ->> 'unit' AS unit
FROM insdc.study
CROSS JOIN LATERAL jsonb_array_elements(attributes) WITH ORDINALITY AS given (item, ordinal);
COMMENT ON VIEW insdc.study_attribute IS 'Attributes of studies as submitted, one row each, in order.';

CREATE VIEW insdc.experiment_attribute AS
SELECT accession AS experiment_accession, ordinal,
       item ->> 'name' AS name, item ->> 'value' AS value, item ->> 'unit' AS unit
FROM insdc.experiment
CROSS JOIN LATERAL jsonb_array_elements(attributes) WITH ORDINALITY AS given (item, ordinal);
COMMENT ON VIEW insdc.experiment_attribute IS 'Attributes of experiments as submitted, one row each, in order.';

CREATE VIEW insdc.run_attribute AS
SELECT accession AS run_accession, ordinal,
       item ->> 'name' AS name, item ->> 'value' AS value, item ->> 'unit' AS unit
FROM insdc.run
CROSS JOIN LATERAL jsonb_array_elements(attributes) WITH ORDINALITY AS given (item, ordinal);
COMMENT ON VIEW insdc.run_attribute IS 'Attributes of runs as submitted, one row each, in order.';

CREATE VIEW insdc.run_read AS
SELECT accession AS run_accession, (item ->> 'index')::bigint AS read_index,
       (item ->> 'count')::bigint AS count,
       (item ->> 'average')::double precision AS average_length,
       (item ->> 'stdev')::double precision AS stdev_length
FROM insdc.run
CROSS JOIN LATERAL jsonb_array_elements(reads) AS item;
COMMENT ON VIEW insdc.run_read IS 'Statistics by read of a spot: how many spots have it, average length and standard deviation in bases.';

CREATE VIEW insdc.run_base_count AS
SELECT accession AS run_accession, item ->> 'base' AS base, (item ->> 'count')::bigint AS count
FROM insdc.run
CROSS JOIN LATERAL jsonb_array_elements(base_counts) AS item;
COMMENT ON VIEW insdc.run_base_count IS 'How often each base was called in a run.';

CREATE VIEW insdc.run_cloud_file AS
SELECT accession AS run_accession, item ->> 'filetype' AS filetype,
       item ->> 'provider' AS provider, item ->> 'location' AS location
FROM insdc.run
CROSS JOIN LATERAL jsonb_array_elements(cloud_files) AS item;
COMMENT ON VIEW insdc.run_cloud_file IS 'Cloud buckets that hold a kind of file of a run: provider s3, gs or ncbi, and the region.';

CREATE VIEW insdc.run_file_location AS
SELECT run_accession, ordinal AS file_ordinal, filename, role,
       item ->> 'url' AS url, item ->> 'organization' AS organization,
       item ->> 'access_type' AS access_type, item ->> 'free_egress' AS free_egress
FROM insdc.run_file
CROSS JOIN LATERAL jsonb_array_elements(locations) AS item;
COMMENT ON VIEW insdc.run_file_location IS 'Every place a file of a run can be downloaded from, beside run_file.url.';

CREATE VIEW insdc.job_outcome AS
SELECT job, kind, outcome, sum(times::bigint) AS records
FROM insdc.page
CROSS JOIN LATERAL jsonb_each(tally) AS of_kind (kind, outcomes)
CROSS JOIN LATERAL jsonb_each_text(outcomes) AS counted (outcome, times)
GROUP BY job, kind, outcome;
COMMENT ON VIEW insdc.job_outcome IS 'What became of the records of a job; only experiments are asked for, the other kinds come with them.';

CREATE VIEW insdc.job_missing AS
SELECT job, number AS page, 'not public' AS why, key AS record_key
FROM insdc.page CROSS JOIN LATERAL unnest(not_public) AS key
UNION ALL
SELECT job, number, 'absent', key FROM insdc.page CROSS JOIN LATERAL unnest(absent) AS key;
COMMENT ON VIEW insdc.job_missing IS 'The records a job asked for that the archive said are not public, or did not give.';

-- The columns of the views, for those who ask psql.
COMMENT ON COLUMN insdc.submission_attribute.submission_accession IS 'The submission.';
COMMENT ON COLUMN insdc.submission_attribute.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.submission_attribute.name IS 'Name as submitted (TAG).';
COMMENT ON COLUMN insdc.submission_attribute.value IS 'Value; empty: submitted empty; null: no VALUE element.';
COMMENT ON COLUMN insdc.submission_attribute.unit IS 'Unit as submitted (UNITS).';
COMMENT ON COLUMN insdc.study_attribute.study_accession IS 'The study.';
COMMENT ON COLUMN insdc.study_attribute.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.study_attribute.name IS 'Name as submitted (TAG).';
COMMENT ON COLUMN insdc.study_attribute.value IS 'Value; empty: submitted empty; null: no VALUE element.';
COMMENT ON COLUMN insdc.study_attribute.unit IS 'Unit as submitted (UNITS).';
COMMENT ON COLUMN insdc.experiment_attribute.experiment_accession IS 'The experiment.';
COMMENT ON COLUMN insdc.experiment_attribute.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.experiment_attribute.name IS 'Name as submitted (TAG).';
COMMENT ON COLUMN insdc.experiment_attribute.value IS 'Value; empty: submitted empty; null: no VALUE element.';
COMMENT ON COLUMN insdc.experiment_attribute.unit IS 'Unit as submitted (UNITS).';
COMMENT ON COLUMN insdc.run_attribute.run_accession IS 'The run.';
COMMENT ON COLUMN insdc.run_attribute.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.run_attribute.name IS 'Name as submitted (TAG).';
COMMENT ON COLUMN insdc.run_attribute.value IS 'Value; empty: submitted empty; null: no VALUE element.';
COMMENT ON COLUMN insdc.run_attribute.unit IS 'Unit as submitted (UNITS).';
COMMENT ON COLUMN insdc.record_identifier.record_kind IS 'submission, study, sample, experiment or run.';
COMMENT ON COLUMN insdc.record_identifier.accession IS 'The record.';
COMMENT ON COLUMN insdc.record_identifier.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.record_link.record_kind IS 'submission, study, sample, experiment or run.';
COMMENT ON COLUMN insdc.record_link.accession IS 'The record.';
COMMENT ON COLUMN insdc.record_link.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.record_identifier.kind IS 'primary, secondary, external, submitter or uuid.';
COMMENT ON COLUMN insdc.record_identifier.value IS 'The identifier.';
COMMENT ON COLUMN insdc.record_identifier.namespace IS 'Whose it is, as submitted.';
COMMENT ON COLUMN insdc.record_identifier.label IS 'What for, as submitted.';
COMMENT ON COLUMN insdc.record_link.database IS 'Database of the entry, as submitted; null for a web address.';
COMMENT ON COLUMN insdc.record_link.identifier IS 'Entry in that database.';
COMMENT ON COLUMN insdc.record_link.label IS 'Label, as submitted.';
COMMENT ON COLUMN insdc.record_link.url IS 'Web address.';
COMMENT ON COLUMN insdc.run_read.run_accession IS 'The run.';
COMMENT ON COLUMN insdc.run_read.read_index IS 'Read of the spot, from 0.';
COMMENT ON COLUMN insdc.run_read.count IS 'Spots that have this read.';
COMMENT ON COLUMN insdc.run_read.average_length IS 'Average length in bases.';
COMMENT ON COLUMN insdc.run_read.stdev_length IS 'Standard deviation of the length in bases.';
COMMENT ON COLUMN insdc.run_base_count.run_accession IS 'The run.';
COMMENT ON COLUMN insdc.run_base_count.base IS 'A, C, G, T, N or a colour.';
COMMENT ON COLUMN insdc.run_base_count.count IS 'How often it was called.';
COMMENT ON COLUMN insdc.run_cloud_file.run_accession IS 'The run.';
COMMENT ON COLUMN insdc.run_cloud_file.filetype IS 'Kind of file, in NCBI''s words.';
COMMENT ON COLUMN insdc.run_cloud_file.provider IS 's3, gs or ncbi.';
COMMENT ON COLUMN insdc.run_cloud_file.location IS 'Region.';
COMMENT ON COLUMN insdc.run_file_location.run_accession IS 'The run.';
COMMENT ON COLUMN insdc.run_file_location.file_ordinal IS 'The file: run_file.ordinal.';
COMMENT ON COLUMN insdc.run_file_location.filename IS 'Name of the file.';
COMMENT ON COLUMN insdc.run_file_location.role IS 'original, normalised, lite or other.';
COMMENT ON COLUMN insdc.run_file_location.url IS 'Where to download it.';
COMMENT ON COLUMN insdc.run_file_location.organization IS 'NCBI, AWS or GCP.';
COMMENT ON COLUMN insdc.run_file_location.access_type IS 'anonymous, or the identity it takes.';
COMMENT ON COLUMN insdc.run_file_location.free_egress IS 'Where from the download costs nothing.';
COMMENT ON COLUMN insdc.job_outcome.job IS 'The job.';
COMMENT ON COLUMN insdc.job_outcome.kind IS 'Kind of record.';
COMMENT ON COLUMN insdc.job_outcome.outcome IS 'new, changed, same, quarantined, not_public or absent.';
COMMENT ON COLUMN insdc.job_outcome.records IS 'How many.';
COMMENT ON COLUMN insdc.job_missing.job IS 'The job.';
COMMENT ON COLUMN insdc.job_missing.page IS 'The page.';
COMMENT ON COLUMN insdc.job_missing.why IS 'not public, or absent.';
COMMENT ON COLUMN insdc.job_missing.record_key IS 'Its Entrez uid, or its place in a file.';
