-- Run by mirror.py, which sets mirror.samples, mirror.seed and so on. Statements end with an empty
-- line after the semicolon.

CREATE FUNCTION pg_temp.setting(name text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT current_setting('mirror.' || name)::integer $$;

-- A number from 0 to 1 that belongs to a row and a question.
CREATE FUNCTION pg_temp.chance(number bigint, question integer) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(number, pg_temp.setting('seed') * 1000 + question)
            & 9007199254740991) / 9007199254740992.0::double precision
$$;

CREATE FUNCTION pg_temp.one_of(choice text[], number bigint, question integer, skew integer)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT choice[1 + floor(cardinality(choice) * power(pg_temp.chance(number, question), skew))]
$$;

CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT i AS sample_id, i % 33 <> 0 AS has_biosample, i % 33 = 0 OR i % 20 >= 3 AS is_sequenced,
       floor(pg_temp.setting('species') * power(pg_temp.chance(i, 1), 3))::integer AS species,
       CASE WHEN i % 10 = 0 THEN 1 + (i / 10) % 5
            ELSE 6 + (i - 1) * (pg_temp.setting('projects') - 5) / pg_temp.setting('samples')
       END AS project,
       1 + (i - 1) * pg_temp.setting('jobs') / pg_temp.setting('samples') AS job,
       timestamp '2010-01-01'
           + 15 * 365 * (i / pg_temp.setting('samples')::double precision) * interval '1 day'
           AS published,
       pg_temp.one_of('{US,GB,ZA,IN,CN,PE,DE,FR,NL,AU,BR,VN,TH,KE,UG,RU,UA,GE,JP,CA,IT,ES,SE,PT,
                        CH,PL,RO,NG,ET,MW,MZ,ZM,TZ,GH,CM,SN,ML,MX,AR,CL,CO,EC,BO,PY,ID,PH,MY,BD,
                        PK,NP,LK,IR,IQ,TR,EG,MA,TN,DK,NO,FI}', i, 2, 3) AS country_code,
       pg_temp.chance(i, 3) AS date_kind,
       date '2000-01-01' + floor(25 * 365 * pg_temp.chance(i, 4))::integer AS day,
       pg_temp.one_of('{Homo sapiens,Bos taurus,Gallus gallus,Sus scrofa,Meles meles}', i, 5, 4)
           AS host,
       pg_temp.one_of('{sputum,blood,stool,urine,tissue,soil,water,food}', i, 6, 2) AS source,
       'L' || 1 + i * 200 / (pg_temp.setting('samples') + 1) || '-' || i AS strain,
       (pg_temp.chance(i, 7) * 180 - 90)::numeric(7, 4) AS latitude
FROM generate_series(1::bigint, pg_temp.setting('samples')) AS i;

ANALYZE made;

INSERT INTO insdc.sync_job (number, kind, asked, program_version, started_at, ended_at, state, frozen)
SELECT n, 'sequencing', '{}', '1', timestamptz '2025-01-01 00:00Z' + n * interval '7 days',
       timestamptz '2025-01-01 06:00Z' + n * interval '7 days', 'done', true
FROM generate_series(1, pg_temp.setting('jobs')) AS n;

INSERT INTO insdc.project (accession, archive, title, ncbi_taxon_id, owner_name, is_umbrella, submitted)
SELECT 'PRJNA' || 100000 + p, 'SRA', 'Made-up project ' || p,
       pg_temp.setting('first_species') + p % pg_temp.setting('species'), 'Laboratory ' || p % 200,
       p > pg_temp.setting('projects'), timestamp '2010-01-01' + p * interval '1 day'
FROM generate_series(1, pg_temp.setting('projects') + pg_temp.setting('projects') / 20 + 1) AS p;

-- An umbrella over ten projects, and one over the first of these.
INSERT INTO insdc.project_link (told_by, ordinal, kind, parent_accession, member_accession, subtype)
SELECT 'PRJNA' || 100000 + member, 1, 'hierarchical',
       'PRJNA' || 100001 + pg_temp.setting('projects') + member / 20,
       'PRJNA' || 100000 + member, 'TopAdmin'
FROM generate_series(6, pg_temp.setting('projects')) AS member
WHERE member % 20 BETWEEN 6 AND 15;

INSERT INTO insdc.study (accession, project_accession, title, center_name)
SELECT 'SRP' || 100000 + p, 'PRJNA' || 100000 + p, 'Made-up study ' || p, 'LAB' || p % 200
FROM generate_series(1, pg_temp.setting('projects')) AS p;

INSERT INTO insdc.submission (accession, center_name, submitted, organization_name, organization_country, organizations)
SELECT 'SRA' || 100000 + n, 'LAB' || n % 200, timestamp '2010-01-01' + n * interval '1 hour',
       'Laboratory ' || n % 200, 'France',
       jsonb_build_array(jsonb_build_object('name', 'Laboratory ' || n % 200, 'role', 'owner'))
FROM generate_series(0, pg_temp.setting('samples') / 100) AS n;

-- Two samples out of two hundred are one specimen; some that share a file are not.
INSERT INTO insdc.specimen (specimen_id, accession)
SELECT sample_id, 'SAMN' || 10000000 + sample_id FROM made WHERE sample_id % 200 = 1;

INSERT INTO insdc.sample (sample_id, biosample_accession, sra_accession, alias, title, ncbi_taxon_id, scientific_name, center_name, identifiers, attributes, taxon_id, specimen_id, mirrored_at, mirrored_by)
SELECT sample_id, CASE WHEN has_biosample THEN 'SAMN' || 10000000 + sample_id END,
       CASE WHEN is_sequenced OR NOT has_biosample THEN 'SRS' || 1000000 + sample_id END,
       strain, 'Pathogen sample ' || strain, pg_temp.setting('first_species') + species,
       'Genus' || species / 50 || ' species' || species, 'LAB' || project % 200,
       jsonb_build_array(jsonb_build_object(
           'kind', 'external', 'value', 'SAMN' || 10000000 + sample_id, 'namespace', 'BioSample')),
       CASE WHEN is_sequenced THEN jsonb_build_array(
           jsonb_build_object('name', 'strain', 'value', strain),
           jsonb_build_object('name', 'host', 'value', host),
           jsonb_build_object('name', 'geo_loc_name', 'value', country_code),
           jsonb_build_object('name', 'collection_date', 'value', day),
           jsonb_build_object('name', 'isolation_source', 'value', source)) ELSE '[]' END,
       pg_temp.setting('first_species') + species + pg_temp.setting('taxon_id_less_ncbi_id'),
       CASE WHEN sample_id % 200 IN (1, 2)
                 AND sample_id - sample_id % 200 + 1 <= pg_temp.setting('samples')
            THEN sample_id - sample_id % 200 + 1 END,
       timestamptz '2025-01-01 03:00Z' + job * interval '7 days'
           + sample_id / 300 * interval '1 second', job
FROM made;

INSERT INTO insdc.specimen_evidence (kind, value, sample_id, other_sample_id, conflict)
SELECT 'md5', md5(sample_id::text), sample_id, sample_id + 1,
       CASE sample_id % 200 WHEN 101 THEN 'different organisms' END
FROM made WHERE sample_id % 200 IN (1, 101) AND sample_id < pg_temp.setting('samples');

INSERT INTO insdc.biosample (sample_id, accession, entrez_uid, access, published, submitted, updated, title, ncbi_taxon_id, scientific_name, package, models, owner_name, owners, archive_status, identifiers, status)
SELECT sample_id, 'SAMN' || 10000000 + sample_id, 20000000 + sample_id, 'public', published,
       published - interval '3 days', published + interval '90 days', 'Pathogen sample ' || strain,
       pg_temp.setting('first_species') + species, 'Genus' || species / 50 || ' species' || species,
       'Pathogen.cl.1.0', '{Pathogen.cl}', 'Laboratory ' || project % 200,
       jsonb_build_array(jsonb_build_object('name', 'Laboratory ' || project % 200)), 'live',
       jsonb_build_array(jsonb_build_object('value', strain, 'label', 'Sample name'),
                         jsonb_build_object('value', 'SRS' || 1000000 + sample_id)),
       CASE WHEN sample_id % 100 = 99 THEN 'suppressed' ELSE 'live' END
FROM made WHERE has_biosample;

INSERT INTO insdc.sample_alias (sample_id, source, kind, ordinal, label, value)
SELECT s.sample_id, 'sra', 'accession', 1, NULL, sra_accession
FROM insdc.sample AS s WHERE sra_accession IS NOT NULL
UNION ALL
SELECT s.sample_id, 'biosample', 'accession', 1, NULL, biosample_accession
FROM insdc.sample AS s WHERE biosample_accession IS NOT NULL
UNION ALL
SELECT sample_id, 'biosample', 'id', 1, 'Sample name', strain || '_S1' FROM made WHERE has_biosample
UNION ALL
SELECT sample_id, 'biosample', 'strain', 1, NULL, strain FROM made;

INSERT INTO insdc.sample_attribute (sample_id, ordinal, name, value, harmonized_name, display_name)
SELECT sample_id, ordinal, name, value, name, replace(name, '_', ' ')
FROM made CROSS JOIN LATERAL (VALUES
    (1, 'strain', strain), (2, 'host', host),
    (3, 'geo_loc_name', CASE WHEN sample_id % 10 = 7 THEN 'missing' ELSE country_code END),
    (4, 'collection_date', CASE WHEN date_kind < 0.15 THEN 'not collected' ELSE day::text END),
    (5, 'isolation_source', source)) AS given (ordinal, name, value);

INSERT INTO insdc.sample_project (sample_id, project_accession, said_by_biosample)
SELECT sample_id, 'PRJNA' || 100000 + project, true FROM made;

INSERT INTO insdc.sample_curation (sample_id, rules, collected_first, collected_last, collected_precision, country_code, country, host, isolation_source, strain, latitude, longitude, is_reference_strain)
SELECT sample_id, '1',
       CASE WHEN date_kind >= 0.45 THEN day WHEN date_kind >= 0.15 THEN date_trunc('year', day) END,
       CASE WHEN date_kind >= 0.97 THEN day + 200 WHEN date_kind >= 0.45 THEN day
            WHEN date_kind >= 0.15 THEN date_trunc('year', day) + interval '1 year -1 day' END,
       CASE WHEN date_kind >= 0.97 THEN 'interval' WHEN date_kind >= 0.45 THEN 'day'
            WHEN date_kind >= 0.15 THEN 'year' END,
       CASE WHEN sample_id % 10 <> 7 THEN country_code END,
       CASE WHEN sample_id % 10 <> 7 THEN 'Country ' || country_code END,
       host, source, strain, CASE WHEN sample_id % 5 = 0 THEN latitude END,
       CASE WHEN sample_id % 5 = 0 THEN latitude END, sample_id % 500 = 0
FROM made;

INSERT INTO insdc.curated_value (sample_id, field, attribute_ordinal, submitted, sureness, missing, problem)
SELECT sample_id, field, ordinal, submitted,
       CASE WHEN missing IS NULL AND problem IS NULL THEN 'sure' END, missing, problem
FROM made CROSS JOIN LATERAL (VALUES
    ('strain', 1, strain, NULL, NULL), ('host', 2, host, NULL, NULL),
    ('place', 3, CASE WHEN sample_id % 10 = 7 THEN 'missing' ELSE country_code END,
     CASE WHEN sample_id % 10 = 7 THEN 'missing' END, NULL),
    ('collection_date', 4, CASE WHEN date_kind < 0.15 THEN 'not collected' ELSE day::text END,
     CASE WHEN date_kind < 0.13 THEN 'not collected' END,
     CASE WHEN date_kind BETWEEN 0.13 AND 0.15 THEN 'day and month may be either' END),
    ('isolation_source', 5, source, NULL, NULL), ('collected_by', 6, 'LAB', NULL, NULL)
    ) AS value (field, ordinal, submitted, missing, problem);

INSERT INTO insdc.antibiogram (sample_id, ordinal, antibiotic, antibiotic_sureness, antibiotic_submitted, phenotype, phenotype_submitted, sign, value, unit, method, medium, testing_standard, testing_standard_year)
SELECT sample_id, ordinal, drug, 'sure', drug, phenotype, phenotype,
       pg_temp.one_of('{<=,=,>}', sample_id * 8 + ordinal, 21, 1),
       power(2, floor(12 * pg_temp.chance(sample_id * 8 + ordinal, 22)) - 6)::numeric, 'mg/L',
       'MIC', pg_temp.one_of('{MGIT,7H10,LJ,UKMYC5}', sample_id, 23, 1),
       pg_temp.one_of('{CLSI,EUCAST,WHO}', sample_id, 24, 1), 2015 + (sample_id % 8)::integer
FROM made CROSS JOIN LATERAL unnest(
    '{rifampicin,isoniazid,ethambutol,pyrazinamide,moxifloxacin,linezolid,bedaquiline,amikacin}'
    ::text[]) WITH ORDINALITY AS tested (drug, ordinal)
CROSS JOIN LATERAL pg_temp.one_of('{S,S,R,I}', sample_id * 8 + ordinal, 20, 1) AS phenotype
WHERE sample_id % 20 = 4;

CREATE TEMPORARY TABLE made_run ON COMMIT DROP AS
SELECT m.*, 2 * sample_id + k AS experiment, 4 * sample_id + 2 * k + n AS run, n,
       CASE WHEN made_on < 0.90 THEN 'ILLUMINA' WHEN made_on < 0.97 THEN 'OXFORD_NANOPORE'
            ELSE 'PACBIO_SMRT' END AS platform,
       1 + floor(4e6 * pg_temp.chance(4 * sample_id + 2 * k + n, 30))::bigint AS spots
FROM made AS m CROSS JOIN generate_series(0, 1) AS k CROSS JOIN generate_series(0, 1) AS n
CROSS JOIN LATERAL pg_temp.chance(2 * sample_id + k, 31) AS made_on
WHERE is_sequenced AND (k = 0 OR sample_id % 5 = 0) AND (n = 0 OR sample_id % 6 = 1);

ANALYZE made_run;

INSERT INTO insdc.experiment (accession, study_accession, submission_accession, sample_id, entrez_uid, alias, title, library_name, library_strategy, library_source, library_selection, library_layout, platform, instrument_model, design_description, total_runs, identifiers)
SELECT 'SRX' || 1000000 + experiment, 'SRP' || 100000 + project,
       'SRA' || 100000 + sample_id / 100, sample_id, experiment, strain || '_lib',
       'Sequencing of ' || strain, strain || '_lib',
       pg_temp.one_of('{WGS,WGS,WGS,WGS,AMPLICON,RNA-Seq,Targeted-Capture}', experiment, 32, 1),
       'GENOMIC', 'RANDOM',
       CASE WHEN platform = 'ILLUMINA' AND pg_temp.chance(experiment, 33) < 0.9
            THEN 'PAIRED' ELSE 'SINGLE' END,
       platform, CASE platform WHEN 'ILLUMINA' THEN 'Illumina MiSeq' WHEN 'PACBIO_SMRT'
                 THEN 'Sequel II' ELSE 'MinION' END,
       'DNA was extracted and libraries were prepared as described elsewhere.', 1,
       jsonb_build_array(jsonb_build_object('kind', 'primary', 'value', 'SRX' || experiment))
FROM made_run WHERE n = 0;

INSERT INTO insdc.run (accession, experiment_accession, alias, run_date, published, spots, bases, size, is_public, reads, base_counts, cloud_files, identifiers, status, mirrored_at, mirrored_by)
SELECT 'SRR' || 1000000 + run, 'SRX' || 1000000 + experiment, strain || '.bam',
       published - interval '60 days', published + interval '1 day', spots, spots * 300,
       spots * 100, true,
       jsonb_build_array(jsonb_build_object('index', 0, 'count', spots, 'average', 150, 'stdev', 0),
                         jsonb_build_object('index', 1, 'count', spots, 'average', 150, 'stdev', 0)),
       jsonb_build_array(jsonb_build_object('base', 'A', 'count', spots * 75),
                         jsonb_build_object('base', 'C', 'count', spots * 75)),
       jsonb_build_array(jsonb_build_object(
           'filetype', 'run.zq', 'provider', 's3', 'location', 's3.us-east-1')),
       jsonb_build_array(jsonb_build_object('kind', 'primary', 'value', 'SRR' || 1000000 + run)),
       CASE WHEN sample_id % 100 = 99 THEN 'suppressed' ELSE 'live' END,
       timestamptz '2025-01-01 03:00Z' + job * interval '7 days'
           + sample_id / 300 * interval '1 second', job
FROM made_run;

INSERT INTO insdc.experiment_sample (experiment_accession, ordinal, sample_id, spots, bases)
SELECT 'SRX' || 1000000 + experiment, 1, sample_id, spots, spots * 300 FROM made_run WHERE n = 0;

-- One run of two hundred pools two samples.
INSERT INTO insdc.run_sample (run_accession, ordinal, sample_id, member_name, spots, bases)
SELECT 'SRR' || 1000000 + run, 1 + other, sample_id + other, 'member ' || other,
       spots / (1 + is_pool::integer), spots * 300 / (1 + is_pool::integer)
FROM made_run
CROSS JOIN LATERAL (
    SELECT sample_id % 200 = 50 AND sample_id < pg_temp.setting('samples') AS is_pool) AS pool
CROSS JOIN LATERAL generate_series(0, is_pool::integer) AS other;

INSERT INTO insdc.run_file (run_accession, ordinal, role, filename, semantic_name, supertype, size, md5, url)
SELECT 'SRR' || 1000000 + run, ordinal, CASE ordinal WHEN 1 THEN 'normalised' ELSE 'original' END,
       strain || '_' || ordinal || '.gz', CASE ordinal WHEN 1 THEN 'run' ELSE 'fastq' END,
       CASE ordinal WHEN 1 THEN 'Primary ETL' ELSE 'Original' END, spots * 50,
       md5(run || '.' || ordinal),
       'https://sra-downloadb.be-md.ncbi.nlm.nih.gov/sos5/sra-pub-zq-11/SRR' || 1000000 + run
FROM made_run CROSS JOIN generate_series(1, 3) AS ordinal
WHERE ordinal = 1 OR sample_id % 2 = 0;

INSERT INTO insdc.publication (database, identifier, study_accession)
SELECT 'pubmed', (20000000 + p / 2)::text, 'SRP' || 100000 + p
FROM generate_series(1, pg_temp.setting('projects')) AS p WHERE p % 5 < 2;

INSERT INTO insdc.publication (database, identifier, project_accession)
SELECT 'pubmed', (20000000 + p / 2)::text, 'PRJNA' || 100000 + p
FROM generate_series(1, pg_temp.setting('projects')) AS p WHERE p % 5 = 2;

INSERT INTO insdc.quarantine (source, record_kind, record_key, accession, digest, reason, raw, first_job, last_job, resolved_at)
SELECT 'entrez', (ARRAY['experiment', 'biosample', 'bioproject'])[1 + n % 3], n::text,
       'SAMN' || 90000000 + n, decode(md5(n::text), 'hex'),
       (ARRAY['run without accession', 'not well-formed', 'its accession is not its primary Id'])
           [1 + n % 3],
       '<BioSample/>', 1, 1, CASE WHEN n % 4 = 0 THEN now() END
FROM generate_series(1, 10 + pg_temp.setting('samples') / 5000) AS n;

INSERT INTO insdc.change (kind, accession, field, before, after, job, changed_at)
SELECT 'run', 'SRR' || 1000000 + run, told.field, told.before, told.after,
       pg_temp.setting('jobs'), timestamptz '2026-01-15 00:00Z' + run * interval '1 second'
FROM (SELECT run FROM made_run ORDER BY run LIMIT 100) AS first_runs
CROSS JOIN (VALUES ('spots', '10', '20'), ('status', 'live', 'suppressed'), ('attributes',
    '[{"name": "host", "unit": null, "value": "cow"}]',
    '[{"name": "host", "unit": null, "value": "pig"}]')) AS told (field, before, after);

UPDATE insdc.run SET content_hash = '\x00' WHERE accession = 'SRR1000012';

DROP FUNCTION pg_temp.one_of, pg_temp.chance, pg_temp.setting
