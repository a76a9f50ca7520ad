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
