-- What changed, and what a record said at a date.

-- Which columns are about the mirror, or move without meaning: they are no part of a record's state.
CREATE FUNCTION insdc.without_bookkeeping(state jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT $1 - ARRAY['content_hash', 'status_since', 'mirrored_at', 'mirrored_by', 'changed_at',
        'changed_by', 'package_digest', 'record_digest', 'asked_at', 'unanswered_at', 'sample_id',
        'taxon_id', 'specimen_id', 'linked_project_uids', 'cloud_files', 'static_data_available']
$$;
COMMENT ON FUNCTION insdc.without_bookkeeping(jsonb) IS
    'A row as jsonb, less the columns that say nothing of the record or move without meaning.';

CREATE FUNCTION insdc.pool_as_json(member jsonb, sample_id bigint) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ($1 - ARRAY['experiment_accession', 'run_accession', 'ordinal', 'sample_id'])
        || jsonb_build_object('sample', (
            SELECT coalesce(s.biosample_accession, s.sra_accession)
            FROM insdc.sample AS s WHERE s.sample_id = $2))
$$;
COMMENT ON FUNCTION insdc.pool_as_json(jsonb, bigint) IS
    'A member of a pool as jsonb, its sample by its accession.';

CREATE FUNCTION insdc.state(r insdc.submission) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1))
$$;
COMMENT ON FUNCTION insdc.state(insdc.submission) IS 'All that is said of a submission, as jsonb.';

CREATE FUNCTION insdc.state(r insdc.study) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1))
$$;
COMMENT ON FUNCTION insdc.state(insdc.study) IS 'All that is said of a study, as jsonb.';

CREATE FUNCTION insdc.state(r insdc.sample) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1)) || jsonb_build_object('projects', (
        SELECT coalesce(jsonb_agg(p.project_accession ORDER BY p.project_accession), '[]')
        FROM insdc.sample_project AS p WHERE p.sample_id = $1.sample_id AND p.said_by_sra))
$$;
COMMENT ON FUNCTION insdc.state(insdc.sample) IS
    'All that SRA says of a sample, as jsonb; projects: those that it belongs to.';

CREATE FUNCTION insdc.state(r insdc.biosample) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1)) || jsonb_build_object(
        'attributes', (
            SELECT coalesce(jsonb_agg(
                to_jsonb(a) - ARRAY['sample_id', 'ordinal'] ORDER BY a.ordinal), '[]')
            FROM insdc.sample_attribute AS a WHERE a.sample_id = $1.sample_id),
        'projects', (
            SELECT coalesce(jsonb_agg(p.project_accession ORDER BY p.project_accession), '[]')
            FROM insdc.sample_project AS p
            WHERE p.sample_id = $1.sample_id AND p.said_by_biosample))
$$;
COMMENT ON FUNCTION insdc.state(insdc.biosample) IS
    'All that BioSample says of a sample, as jsonb, with attributes and projects.';

CREATE FUNCTION insdc.state(r insdc.project) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1)) || jsonb_build_object('links', (
        SELECT coalesce(jsonb_agg(
            to_jsonb(l) - ARRAY['told_by', 'ordinal'] ORDER BY l.ordinal), '[]')
        FROM insdc.project_link AS l WHERE l.told_by = $1.accession))
$$;
COMMENT ON FUNCTION insdc.state(insdc.project) IS
    'All that is said of a project, as jsonb, with its links to other projects.';

CREATE FUNCTION insdc.state(r insdc.experiment) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1)) - 'entrez_uid' || jsonb_build_object(
        'sample', (
            SELECT coalesce(s.biosample_accession, s.sra_accession)
            FROM insdc.sample AS s WHERE s.sample_id = $1.sample_id),
        'pool', (
            SELECT coalesce(jsonb_agg(
                insdc.pool_as_json(to_jsonb(p), p.sample_id) ORDER BY p.ordinal), '[]')
            FROM insdc.experiment_sample AS p WHERE p.experiment_accession = $1.accession))
$$;
COMMENT ON FUNCTION insdc.state(insdc.experiment) IS
    'All that is said of an experiment, as jsonb, with the accession of its sample and its pool.';

CREATE FUNCTION insdc.state(r insdc.run) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT insdc.without_bookkeeping(to_jsonb($1)) || jsonb_build_object(
        'files', (
            SELECT coalesce(jsonb_agg(
                to_jsonb(f) - ARRAY['run_accession', 'ordinal', 'url', 'locations']
                ORDER BY f.ordinal), '[]')
            FROM insdc.run_file AS f WHERE f.run_accession = $1.accession),
        'pool', (
            SELECT coalesce(jsonb_agg(
                insdc.pool_as_json(to_jsonb(p), p.sample_id) ORDER BY p.ordinal), '[]')
            FROM insdc.run_sample AS p WHERE p.run_accession = $1.accession))
$$;
COMMENT ON FUNCTION insdc.state(insdc.run) IS
    'All that is said of a run, as jsonb, with its files (less their URLs) and its pool.';

CREATE VIEW insdc.record AS
SELECT 'submission' AS kind, r.accession, NULL::bigint AS sample_id, r.status, r.status_since,
    r.mirrored_at, r.mirrored_by, insdc.state(r) AS state
FROM insdc.submission AS r WHERE r.content_hash IS NOT NULL
UNION ALL
SELECT 'study', r.accession, NULL, r.status, r.status_since, r.mirrored_at, r.mirrored_by,
    insdc.state(r)
FROM insdc.study AS r WHERE r.content_hash IS NOT NULL
UNION ALL
SELECT 'sample', coalesce(r.biosample_accession, r.sra_accession), r.sample_id, r.status,
    r.status_since, r.mirrored_at, r.mirrored_by, insdc.state(r)
FROM insdc.sample AS r WHERE r.content_hash IS NOT NULL
UNION ALL
SELECT 'biosample', r.accession, r.sample_id, r.status, r.status_since, r.mirrored_at,
    r.mirrored_by, insdc.state(r)
FROM insdc.biosample AS r WHERE r.content_hash IS NOT NULL
UNION ALL
SELECT 'project', r.accession, NULL, r.status, r.status_since, r.mirrored_at, r.mirrored_by,
    insdc.state(r)
FROM insdc.project AS r WHERE r.content_hash IS NOT NULL
UNION ALL
SELECT 'experiment', r.accession, NULL, r.status, r.status_since, r.mirrored_at, r.mirrored_by,
    insdc.state(r)
FROM insdc.experiment AS r WHERE r.content_hash IS NOT NULL
UNION ALL
SELECT 'run', r.accession, NULL, r.status, r.status_since, r.mirrored_at, r.mirrored_by,
    insdc.state(r)
FROM insdc.run AS r WHERE r.content_hash IS NOT NULL;
COMMENT ON VIEW insdc.record IS
    'Every record of every kind, mere references left out: ask for one accession, or for few columns.';
COMMENT ON COLUMN insdc.record.kind IS
    'submission, study, sample (what SRA says), biosample, project, experiment or run.';
COMMENT ON COLUMN insdc.record.accession IS 'The record; a sample by its BioSample accession first.';
COMMENT ON COLUMN insdc.record.sample_id IS 'Our key, of samples and BioSamples.';
COMMENT ON COLUMN insdc.record.status IS 'What the archive makes of the record.';
COMMENT ON COLUMN insdc.record.status_since IS 'When the mirror learnt of the status.';
COMMENT ON COLUMN insdc.record.mirrored_at IS 'When the record first came into the mirror.';
COMMENT ON COLUMN insdc.record.mirrored_by IS 'The job that first brought the record.';
COMMENT ON COLUMN insdc.record.state IS
    'All that is said of it, as jsonb: its columns, and the rows below it.';

CREATE FUNCTION insdc.names_of(accession text) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_append(array(
        SELECT other.value FROM insdc.sample_alias AS a
        JOIN insdc.sample_alias AS other ON other.sample_id = a.sample_id
        WHERE a.kind = 'accession' AND a.value = $1 AND other.kind = 'accession'
            AND other.value <> $1), $1)
$$;
COMMENT ON FUNCTION insdc.names_of(text) IS
    'The accession itself, and of a sample all others that it goes by.';

-- How insdc.change writes a value: words and times as they are, all else as JSON.
CREATE FUNCTION insdc.changed_value(kind text, field text, value text) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF $2 = 'sample' OR EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = to_regclass('insdc.' || $1) AND a.attname = $2 AND NOT a.attisdropped
            AND a.atttypid IN ('text'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype,
                'date'::regtype))
    THEN
        RETURN coalesce(to_jsonb($3), 'null');
    END IF;
    RETURN coalesce($3::jsonb, 'null');
END
$$;
COMMENT ON FUNCTION insdc.changed_value(text, text, text) IS
    'A value of insdc.change (before, after) as jsonb, for this kind of record and field.';

CREATE FUNCTION insdc.record_at(kind text, accession text, at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH names AS MATERIALIZED (
        SELECT insdc.names_of($2) AS names
    ), found AS (
        SELECT r.state FROM insdc.record AS r, names
        WHERE r.kind = $1 AND r.accession = ANY (names.names) AND r.mirrored_at <= $3
    ), undone AS (
        SELECT DISTINCT ON (c.field) c.field, c.before
        FROM insdc.change AS c, names, found
        WHERE c.kind = $1 AND c.accession = ANY (names.names) AND c.changed_at > $3
            AND found.state ? c.field
        ORDER BY c.field, c.change_id
    )
    SELECT found.state || coalesce((
        SELECT jsonb_object_agg(u.field, insdc.changed_value($1, u.field, u.before))
        FROM undone AS u), '{}')
    FROM found
$$;
COMMENT ON FUNCTION insdc.record_at(text, text, timestamptz) IS
    'What a record of this kind (submission, study, sample, biosample, project, experiment, run) '
    'said at that time, as jsonb; null: it was not in the mirror yet. '
    'E.g. select insdc.record_at(''run'', ''SRR10518319'', ''2026-10-01'').';

CREATE VIEW insdc.changed_record AS
SELECT kind, accession, job, max(changed_at) AS changed_at, count(*) AS fields
FROM insdc.change GROUP BY kind, accession, job;
COMMENT ON VIEW insdc.changed_record IS
    'Which records changed by which job, and in how many fields; insdc.change tells each.';
COMMENT ON COLUMN insdc.changed_record.kind IS 'Kind of record.';
COMMENT ON COLUMN insdc.changed_record.accession IS 'The record.';
COMMENT ON COLUMN insdc.changed_record.job IS 'The job.';
COMMENT ON COLUMN insdc.changed_record.changed_at IS 'When.';
COMMENT ON COLUMN insdc.changed_record.fields IS 'How many fields.';

CREATE VIEW insdc.attribute_change AS
WITH told AS (
    SELECT c.change_id, item.value ->> 'name' AS attribute,
        string_agg(concat_ws(' ', item.value ->> 'value', item.value ->> 'unit'), '; '
            ORDER BY item.ordinality) FILTER (WHERE NOT side.is_after) AS before,
        string_agg(concat_ws(' ', item.value ->> 'value', item.value ->> 'unit'), '; '
            ORDER BY item.ordinality) FILTER (WHERE side.is_after) AS after
    FROM insdc.change AS c
    CROSS JOIN LATERAL (VALUES (false, c.before), (true, c.after)) AS side (is_after, attributes)
    CROSS JOIN LATERAL jsonb_array_elements(side.attributes::jsonb) WITH ORDINALITY AS item
    WHERE c.field = 'attributes'
    GROUP BY c.change_id, item.value ->> 'name'
)
SELECT c.kind, c.accession, t.attribute, t.before, t.after, c.job, c.changed_at, c.change_id
FROM told AS t JOIN insdc.change AS c ON c.change_id = t.change_id
WHERE t.before IS DISTINCT FROM t.after;
COMMENT ON VIEW insdc.attribute_change IS
    'Changes of submitted attributes, one row each: field attributes of insdc.change, unfolded.';
COMMENT ON COLUMN insdc.attribute_change.kind IS 'Kind of record.';
COMMENT ON COLUMN insdc.attribute_change.accession IS 'The record.';
COMMENT ON COLUMN insdc.attribute_change.attribute IS 'Name of the attribute, as submitted.';
COMMENT ON COLUMN insdc.attribute_change.before IS
    'Its values before, with their units, joined by "; "; null: there was none.';
COMMENT ON COLUMN insdc.attribute_change.after IS 'Its values since; null: there is none.';
COMMENT ON COLUMN insdc.attribute_change.job IS 'The job that changed it.';
COMMENT ON COLUMN insdc.attribute_change.changed_at IS 'When it changed here.';
COMMENT ON COLUMN insdc.attribute_change.change_id IS 'The change: insdc.change.change_id.';

-- What is mirrored already arrived in the order in which it was mirrored.
INSERT INTO insdc.arrival (kind, accession, job)
SELECT r.kind, r.accession, r.mirrored_by FROM insdc.record AS r
WHERE r.kind <> 'submission' AND r.mirrored_by IS NOT NULL
ORDER BY r.mirrored_at, r.kind, length(r.accession), r.accession;
