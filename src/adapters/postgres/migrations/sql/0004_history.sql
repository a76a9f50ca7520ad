-- How to ask what changed.

CREATE VIEW insdc.changed_record AS
SELECT kind, accession, job, max(changed_at) AS changed_at, count(*) AS fields
FROM insdc.change GROUP BY kind, accession, job;
COMMENT ON VIEW insdc.changed_record IS 'Which records changed by which job, and in how many fields; insdc.change tells each.';
COMMENT ON COLUMN insdc.changed_record.kind IS 'Kind of record.';
COMMENT ON COLUMN insdc.changed_record.accession IS 'The record.';
COMMENT ON COLUMN insdc.changed_record.job IS 'The job.';
COMMENT ON COLUMN insdc.changed_record.changed_at IS 'When.';
COMMENT ON COLUMN insdc.changed_record.fields IS 'How many fields.';
