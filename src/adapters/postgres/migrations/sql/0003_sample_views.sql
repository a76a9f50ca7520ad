-- What was sampled and what was sequenced, one row each; then what stands in JSON, for those who
-- know only SQL. Joins are LEFT, and what takes its time stands among the columns, so that the
-- planner leaves out what a query does not ask for; and few, since it orders no more than eight
-- tables freely (join_collapse_limit), of which a query brings some of its own.

-- The planner asks a function of a number for its answer while it plans, and so learns how much of
-- the tree a subtree is; a join to the taxon at the top tells it nothing.
CREATE FUNCTION taxonomy.subtree_first(asked integer) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT top.left_value FROM biosql.taxon AS top
    WHERE top.ncbi_taxon_id = coalesce(
        (SELECT known.ncbi_taxon_id FROM biosql.taxon AS known
         WHERE known.ncbi_taxon_id = asked), taxonomy.current_id(asked))
$$;
COMMENT ON FUNCTION taxonomy.subtree_first IS 'The left_value of a taxon, with which its subtree begins: see taxonomy.subtree. Example: SELECT taxonomy.subtree_first(1763);';

CREATE FUNCTION taxonomy.subtree_last(asked integer) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT top.right_value FROM biosql.taxon AS top
    WHERE top.ncbi_taxon_id = coalesce(
        (SELECT known.ncbi_taxon_id FROM biosql.taxon AS known
         WHERE known.ncbi_taxon_id = asked), taxonomy.current_id(asked))
$$;
COMMENT ON FUNCTION taxonomy.subtree_last IS 'The right_value of a taxon, with which its subtree ends: see taxonomy.subtree. Example: SELECT taxonomy.subtree_last(1763);';

CREATE OR REPLACE FUNCTION taxonomy.subtree(asked integer)
RETURNS TABLE (ncbi_taxon_id integer, node_rank text, taxon_id integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT below.ncbi_taxon_id, below.node_rank, below.taxon_id
    FROM biosql.taxon AS below
    WHERE below.left_value BETWEEN taxonomy.subtree_first(asked) AND taxonomy.subtree_last(asked)
$$;

CREATE VIEW insdc.sample_run AS
SELECT m.sample_id, m.run_accession, r.status,
       coalesce((SELECT sum(o.spots)::bigint FROM insdc.run_sample AS o
                 WHERE o.run_accession = m.run_accession AND o.sample_id = m.sample_id),
                CASE WHEN NOT others.are_there THEN r.spots END) AS spots,
       coalesce((SELECT sum(o.bases)::bigint FROM insdc.run_sample AS o
                 WHERE o.run_accession = m.run_accession AND o.sample_id = m.sample_id),
                CASE WHEN NOT others.are_there THEN r.bases END) AS bases,
       others.are_there AS is_pooled
FROM insdc.run_sample AS m
JOIN insdc.run AS r ON r.accession = m.run_accession
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM insdc.run_sample AS o
                   WHERE o.run_accession = m.run_accession AND o.sample_id <> m.sample_id)
           AS are_there
) AS others
WHERE m.ordinal = 1
   OR NOT EXISTS (SELECT FROM insdc.run_sample AS o
                  WHERE o.run_accession = m.run_accession AND o.sample_id = m.sample_id
                    AND o.ordinal < m.ordinal)
UNION ALL
SELECT m.sample_id, r.accession, r.status, CASE WHEN NOT others.are_there THEN r.spots END,
       CASE WHEN NOT others.are_there THEN r.bases END, others.are_there
FROM insdc.experiment_sample AS m
JOIN insdc.run AS r ON r.experiment_accession = m.experiment_accession
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM insdc.experiment_sample AS o
                   WHERE o.experiment_accession = m.experiment_accession
                     AND o.sample_id <> m.sample_id) AS are_there
) AS others
WHERE NOT EXISTS (SELECT FROM insdc.run_sample AS o WHERE o.run_accession = r.accession)
  AND (m.ordinal = 1
       OR NOT EXISTS (SELECT FROM insdc.experiment_sample AS o
                      WHERE o.experiment_accession = m.experiment_accession
                        AND o.sample_id = m.sample_id AND o.ordinal < m.ordinal))
UNION ALL
SELECT e.sample_id, r.accession, r.status, r.spots, r.bases, false
FROM insdc.experiment AS e
JOIN insdc.run AS r ON r.experiment_accession = e.accession
WHERE e.sample_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM insdc.experiment_sample AS m
                  WHERE m.experiment_accession = e.accession)
  AND NOT EXISTS (SELECT FROM insdc.run_sample AS m WHERE m.run_accession = r.accession);
COMMENT ON VIEW insdc.sample_run IS 'Which runs a sample is in, and its share of them: one row for each run and sample. The samples of a run are those of its pool; of a run without one, those of its experiment''s pool; without that, its experiment''s sample.';

CREATE VIEW insdc.sample_overview AS
SELECT s.sample_id, coalesce(s.biosample_accession, s.sra_accession) AS accession,
       s.biosample_accession, s.sra_accession,
       coalesce((SELECT d.accession FROM insdc.specimen AS d WHERE d.specimen_id = s.specimen_id),
                s.biosample_accession, s.sra_accession) AS specimen, s.specimen_id,
       coalesce(b.scientific_name, s.scientific_name) AS organism,
       coalesce(b.ncbi_taxon_id, s.ncbi_taxon_id) AS ncbi_taxon_id, s.taxon_id,
       (SELECT string_agg(l.scientific_name, '; ' ORDER BY l.level)
        FROM biosql.taxon AS t CROSS JOIN LATERAL taxonomy.lineage(t.ncbi_taxon_id) AS l
        WHERE t.taxon_id = s.taxon_id AND l.level > 1) AS taxon_lineage,
       c.country_code, c.country, c.subdivision_code, c.region, c.locality,
       c.collected_first, c.collected_last, c.collected_precision,
       CASE WHEN extract(year FROM c.collected_first) = extract(year FROM c.collected_last)
            THEN extract(year FROM c.collected_first)::integer END AS collection_year,
       c.latitude, c.longitude, c.host, c.host_disease, c.isolation_source, c.collected_by,
       c.strain, c.isolate, coalesce(c.is_reference_strain, false) AS is_reference_strain,
       ARRAY(SELECT p.project_accession
             FROM insdc.sample_project AS p WHERE p.sample_id = s.sample_id
             UNION
             SELECT y.project_accession
             FROM insdc.sample_run AS u
             JOIN insdc.run AS r ON r.accession = u.run_accession
             JOIN insdc.experiment AS e ON e.accession = r.experiment_accession
             JOIN insdc.study AS y ON y.accession = e.study_accession
             WHERE u.sample_id = s.sample_id AND y.project_accession IS NOT NULL
             ORDER BY 1) AS projects,
       (SELECT count(*) FROM insdc.sample_run AS u
        WHERE u.sample_id = s.sample_id AND u.status = 'live') AS runs,
       (SELECT sum(u.bases)::bigint FROM insdc.sample_run AS u
        WHERE u.sample_id = s.sample_id AND u.status = 'live') AS bases,
       (SELECT string_agg(DISTINCT
                   concat_ws(' ', coalesce(a.antibiotic, a.antibiotic_submitted),
                             coalesce(a.phenotype, a.phenotype_submitted)), ', ')
        FROM insdc.antibiogram AS a WHERE a.sample_id = s.sample_id) AS antibiogram,
       (SELECT string_agg(DISTINCT coalesce(a.testing_standard, a.testing_standard_submitted), ', ')
        FROM insdc.antibiogram AS a WHERE a.sample_id = s.sample_id) AS antibiogram_standard,
       (SELECT CASE WHEN min(a.testing_standard_year) = max(a.testing_standard_year)
                    THEN min(a.testing_standard_year) END
        FROM insdc.antibiogram AS a WHERE a.sample_id = s.sample_id) AS antibiogram_year,
       coalesce(b.owner_name, s.center_name) AS owner, coalesce(b.status, s.status) AS status,
       b.published, b.submitted, b.updated, coalesce(b.title, s.title) AS title, b.package
FROM insdc.sample AS s
LEFT JOIN insdc.biosample AS b ON b.sample_id = s.sample_id
LEFT JOIN insdc.sample_curation AS c ON c.sample_id = s.sample_id;
COMMENT ON VIEW insdc.sample_overview IS 'One row a sample, whether it was sequenced or not and whether BioSample told us of it or only SRA: what was sampled, where, when, from whom, resistant to what. Start here. taxon_lineage, projects, runs, bases and the antibiogram are looked up row by row: select them freely, but choose the rows by other columns (docs/queries.md shows how). Example: SELECT * FROM insdc.sample_overview WHERE accession = ''SAMN02469329'';';

CREATE VIEW insdc.run_overview AS
SELECT r.accession, r.status, r.experiment_accession, e.study_accession, e.submission_accession,
       (SELECT y.project_accession FROM insdc.study AS y WHERE y.accession = e.study_accession)
           AS project_accession,
       ARRAY(SELECT y.project_accession FROM insdc.study AS y
             WHERE y.accession = e.study_accession AND y.project_accession IS NOT NULL
             UNION
             SELECT p.project_accession
             FROM insdc.sample_run AS u
             JOIN insdc.sample_project AS p ON p.sample_id = u.sample_id
             WHERE u.run_accession = r.accession
             ORDER BY 1) AS projects,
       ARRAY(SELECT coalesce(o.biosample_accession, o.sra_accession)
             FROM insdc.sample_run AS u
             JOIN insdc.sample AS o ON o.sample_id = u.sample_id
             WHERE u.run_accession = r.accession
             ORDER BY 1) AS samples,
       ARRAY(SELECT DISTINCT coalesce(d.accession, o.biosample_accession, o.sra_accession)
             FROM insdc.sample_run AS u
             JOIN insdc.sample AS o ON o.sample_id = u.sample_id
             LEFT JOIN insdc.specimen AS d ON d.specimen_id = o.specimen_id
             WHERE u.run_accession = r.accession
             ORDER BY 1) AS specimens,
       s.sample_id, coalesce(s.biosample_accession, s.sra_accession) AS sample_accession,
       coalesce((SELECT b.scientific_name FROM insdc.biosample AS b
                 WHERE b.sample_id = s.sample_id), s.scientific_name) AS organism,
       coalesce((SELECT b.ncbi_taxon_id FROM insdc.biosample AS b
                 WHERE b.sample_id = s.sample_id), s.ncbi_taxon_id) AS ncbi_taxon_id, s.taxon_id,
       c.country_code, c.country, c.region, c.collected_first, c.collected_last,
       c.collected_precision,
       CASE WHEN extract(year FROM c.collected_first) = extract(year FROM c.collected_last)
            THEN extract(year FROM c.collected_first)::integer END AS collection_year,
       c.is_reference_strain,
       e.platform, e.instrument_model, e.library_strategy, e.library_source, e.library_selection,
       e.library_layout, r.spots, r.bases, r.size, r.published,
       (SELECT count(*) FROM insdc.run_file AS f WHERE f.run_accession = r.accession) AS files,
       ARRAY(SELECT f.md5 FROM insdc.run_file AS f
             WHERE f.run_accession = r.accession AND f.role = 'original' AND f.md5 IS NOT NULL
             ORDER BY f.ordinal) AS original_md5s,
       r.mirrored_at, r.mirrored_by
FROM insdc.run AS r
LEFT JOIN insdc.experiment AS e ON e.accession = r.experiment_accession
LEFT JOIN insdc.run_sample AS m ON m.run_accession = r.accession AND m.ordinal = 1
LEFT JOIN insdc.sample AS s
    ON s.sample_id = m.sample_id
   AND NOT EXISTS (SELECT FROM insdc.run_sample AS o
                   WHERE o.run_accession = r.accession AND o.ordinal > 1
                     AND o.sample_id <> m.sample_id)
LEFT JOIN insdc.sample_curation AS c ON c.sample_id = s.sample_id;
COMMENT ON VIEW insdc.run_overview IS 'One row a run: how it was sequenced, and of what. The columns of the sample, from sample_id to is_reference_strain, are given where the run''s own pool has one sample, as nearly every pool has; of other runs samples lists all, and insdc.sample_run has a row for each. projects, samples, specimens, files and original_md5s are looked up row by row: select them freely, but choose the rows by other columns. Example: SELECT * FROM insdc.run_overview WHERE accession = ''SRR10518319'';';

CREATE VIEW insdc.project_sample AS
SELECT project_accession, sample_id, bool_or(by_sample) AS said_by_sample,
       bool_or(NOT by_sample) AS said_by_study
FROM (
    SELECT project_accession, sample_id, true AS by_sample FROM insdc.sample_project
    UNION ALL
    SELECT y.project_accession, e.sample_id, false
    FROM insdc.study AS y
    JOIN insdc.experiment AS e ON e.study_accession = y.accession
    WHERE e.sample_id IS NOT NULL
    UNION ALL
    SELECT y.project_accession, m.sample_id, false
    FROM insdc.study AS y
    JOIN insdc.experiment AS e ON e.study_accession = y.accession
    JOIN insdc.experiment_sample AS m ON m.experiment_accession = e.accession
    UNION ALL
    SELECT y.project_accession, m.sample_id, false
    FROM insdc.study AS y
    JOIN insdc.experiment AS e ON e.study_accession = y.accession
    JOIN insdc.run AS r ON r.experiment_accession = e.accession
    JOIN insdc.run_sample AS m ON m.run_accession = r.accession
) AS said
WHERE project_accession IS NOT NULL
GROUP BY project_accession, sample_id;
COMMENT ON VIEW insdc.project_sample IS 'Which samples belong to a BioProject, by their own records or by the studies of their runs. An umbrella has those of its components only through insdc.project_link.';

CREATE VIEW insdc.sample_publication AS
SELECT sample_id, database, identifier, 'sample' AS named_by, NULL AS named_by_accession
FROM insdc.publication
WHERE sample_id IS NOT NULL
UNION
SELECT m.sample_id, p.database, p.identifier, 'run', p.run_accession
FROM insdc.publication AS p
JOIN insdc.run_sample AS m ON m.run_accession = p.run_accession
UNION
SELECT m.sample_id, p.database, p.identifier, 'experiment', p.experiment_accession
FROM insdc.publication AS p
JOIN insdc.experiment_sample AS m ON m.experiment_accession = p.experiment_accession
UNION
SELECT e.sample_id, p.database, p.identifier, 'experiment', p.experiment_accession
FROM insdc.publication AS p
JOIN insdc.experiment AS e ON e.accession = p.experiment_accession
WHERE e.sample_id IS NOT NULL
UNION
SELECT e.sample_id, p.database, p.identifier, 'study', p.study_accession
FROM insdc.publication AS p
JOIN insdc.experiment AS e ON e.study_accession = p.study_accession
WHERE e.sample_id IS NOT NULL
UNION
SELECT m.sample_id, p.database, p.identifier, 'study', p.study_accession
FROM insdc.publication AS p
JOIN insdc.experiment AS e ON e.study_accession = p.study_accession
JOIN insdc.experiment_sample AS m ON m.experiment_accession = e.accession
UNION
SELECT m.sample_id, p.database, p.identifier, 'study', p.study_accession
FROM insdc.publication AS p
JOIN insdc.experiment AS e ON e.study_accession = p.study_accession
JOIN insdc.run AS r ON r.experiment_accession = e.accession
JOIN insdc.run_sample AS m ON m.run_accession = r.accession
UNION
SELECT m.sample_id, p.database, p.identifier, 'project', p.project_accession
FROM insdc.publication AS p
JOIN insdc.sample_project AS m ON m.project_accession = p.project_accession
UNION
SELECT e.sample_id, p.database, p.identifier, 'project', p.project_accession
FROM insdc.publication AS p
JOIN insdc.study AS y ON y.project_accession = p.project_accession
JOIN insdc.experiment AS e ON e.study_accession = y.accession
WHERE e.sample_id IS NOT NULL
UNION
SELECT m.sample_id, p.database, p.identifier, 'project', p.project_accession
FROM insdc.publication AS p
JOIN insdc.study AS y ON y.project_accession = p.project_accession
JOIN insdc.experiment AS e ON e.study_accession = y.accession
JOIN insdc.run AS r ON r.experiment_accession = e.accession
JOIN insdc.run_sample AS m ON m.run_accession = r.accession;
COMMENT ON VIEW insdc.sample_publication IS 'Which papers belong to a sample, and whose record names them: the sample, one of its runs or experiments, their study, or a project of the sample or the study.';

CREATE VIEW insdc.sra_sample_attribute AS
SELECT sample_id, coalesce(biosample_accession, sra_accession) AS accession, ordinal,
       item ->> 'name' AS name, item ->> 'value' AS value, item ->> 'unit' AS unit
FROM insdc.sample
CROSS JOIN LATERAL jsonb_array_elements(attributes) WITH ORDINALITY AS given (item, ordinal);
COMMENT ON VIEW insdc.sra_sample_attribute IS 'Attributes of samples as submitted to SRA, one row each, in order; those BioSample gives are in insdc.sample_attribute.';

CREATE VIEW insdc.biosample_link AS
SELECT sample_id, accession, ordinal, item ->> 'type' AS type, item ->> 'target' AS target,
       item ->> 'label' AS label, item ->> 'value' AS value
FROM insdc.biosample
CROSS JOIN LATERAL jsonb_array_elements(links) WITH ORDINALITY AS pointing (item, ordinal);
COMMENT ON VIEW insdc.biosample_link IS 'Pointers out of BioSamples (Links/Link), one row each, in order.';

CREATE VIEW insdc.biosample_table_cell AS
SELECT sample_id, accession, table_ordinal, t ->> 'class_name' AS class_name,
       t ->> 'caption' AS caption, row_ordinal, column_ordinal,
       t -> 'header' ->> (column_ordinal::integer - 1) AS column_name, value
FROM insdc.biosample
CROSS JOIN LATERAL jsonb_array_elements(tables) WITH ORDINALITY AS held (t, table_ordinal)
CROSS JOIN LATERAL jsonb_array_elements(t -> 'rows') WITH ORDINALITY AS line (cells, row_ordinal)
CROSS JOIN LATERAL jsonb_array_elements_text(cells)
    WITH ORDINALITY AS cell (value, column_ordinal);
COMMENT ON VIEW insdc.biosample_table_cell IS 'Every cell of the tables in BioSamples'' descriptions (Comment/Table), as submitted; antibiograms are also rows of insdc.antibiogram.';

CREATE VIEW insdc.biosample_comment AS
SELECT sample_id, accession, ordinal, comment
FROM insdc.biosample
CROSS JOIN LATERAL unnest(comments) WITH ORDINALITY AS said (comment, ordinal);
COMMENT ON VIEW insdc.biosample_comment IS 'Paragraphs of BioSamples'' descriptions (Comment/Paragraph), one row each, in order.';

CREATE VIEW insdc.biosample_owner AS
SELECT sample_id, accession, ordinal,
       item ->> 'name' AS name, item ->> 'abbreviation' AS abbreviation,
       item ->> 'type' AS type, item ->> 'role' AS role, item ->> 'url' AS url,
       item ->> 'institution' AS institution, item ->> 'department' AS department,
       item ->> 'city' AS city, item ->> 'subdivision' AS subdivision,
       item ->> 'country' AS country, item ->> 'street' AS street,
       item ->> 'postal_code' AS postal_code
FROM insdc.biosample
CROSS JOIN LATERAL jsonb_array_elements(owners) WITH ORDINALITY AS owning (item, ordinal);
COMMENT ON VIEW insdc.biosample_owner IS 'Who submitted a BioSample, as institutions, one row each, in order; persons are not kept.';

CREATE VIEW insdc.project_organization AS
SELECT accession AS project_accession, ordinal,
       item ->> 'name' AS name, item ->> 'abbreviation' AS abbreviation,
       item ->> 'type' AS type, item ->> 'role' AS role, item ->> 'url' AS url,
       item ->> 'institution' AS institution, item ->> 'department' AS department,
       item ->> 'city' AS city, item ->> 'subdivision' AS subdivision,
       item ->> 'country' AS country, item ->> 'street' AS street,
       item ->> 'postal_code' AS postal_code
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(organizations) WITH ORDINALITY AS named (item, ordinal);
COMMENT ON VIEW insdc.project_organization IS 'The organisations of a BioProject, owners and participants, one row each, in order; persons are not kept.';

CREATE VIEW insdc.submission_organization AS
SELECT accession AS submission_accession, ordinal,
       item ->> 'name' AS name, item ->> 'abbreviation' AS abbreviation,
       item ->> 'type' AS type, item ->> 'role' AS role, item ->> 'url' AS url,
       item ->> 'institution' AS institution, item ->> 'department' AS department,
       item ->> 'city' AS city, item ->> 'subdivision' AS subdivision,
       item ->> 'country' AS country, item ->> 'street' AS street,
       item ->> 'postal_code' AS postal_code
FROM insdc.submission
CROSS JOIN LATERAL jsonb_array_elements(organizations) WITH ORDINALITY AS named (item, ordinal);
COMMENT ON VIEW insdc.submission_organization IS 'The organisations of a submission to SRA, one row each, in order; persons are not kept.';

CREATE VIEW insdc.project_identifier AS
SELECT accession AS project_accession, ordinal, item ->> 'kind' AS kind,
       item ->> 'value' AS value, item ->> 'namespace' AS namespace
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(identifiers) WITH ORDINALITY AS named (item, ordinal);
COMMENT ON VIEW insdc.project_identifier IS 'Other names of BioProjects, one row each, in order.';

CREATE VIEW insdc.project_publication AS
SELECT accession AS project_accession, ordinal,
       item -> 'publication' ->> 'database' AS paper_database,
       item -> 'publication' ->> 'identifier' AS paper_identifier,
       item ->> 'identifier' AS identifier, item ->> 'database' AS database,
       item ->> 'status' AS status, (item ->> 'published')::timestamp AS published,
       item ->> 'reference' AS reference, item ->> 'title' AS title,
       item ->> 'journal' AS journal, item ->> 'year' AS year
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(publications) WITH ORDINALITY AS named (item, ordinal);
COMMENT ON VIEW insdc.project_publication IS 'Papers of BioProjects as submitted, one row each, in order; those that PubMed, PMC or a DOI identifies also stand in insdc.publication.';

CREATE VIEW insdc.project_grant AS
SELECT accession AS project_accession, ordinal, item ->> 'number' AS number,
       item ->> 'title' AS title, item ->> 'agency' AS agency,
       item ->> 'agency_abbreviation' AS agency_abbreviation
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(grants) WITH ORDINALITY AS paid (item, ordinal);
COMMENT ON VIEW insdc.project_grant IS 'Who paid for a BioProject, one row each, in order.';

CREATE VIEW insdc.project_relevance AS
SELECT accession AS project_accession, ordinal, item ->> 'area' AS area, item ->> 'text' AS text
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(relevance) WITH ORDINALITY AS said (item, ordinal);
COMMENT ON VIEW insdc.project_relevance IS 'What BioProjects matter to, one row each, in order.';

CREATE VIEW insdc.project_locus_tag_prefix AS
SELECT accession AS project_accession, ordinal, item ->> 'prefix' AS prefix,
       item ->> 'biosample' AS biosample, item ->> 'assembly' AS assembly
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(locus_tag_prefixes)
    WITH ORDINALITY AS registered (item, ordinal);
COMMENT ON VIEW insdc.project_locus_tag_prefix IS 'Prefixes registered for the genes of BioProjects, one row each, in order.';

CREATE VIEW insdc.project_external_link AS
SELECT accession AS project_accession, ordinal, item ->> 'label' AS label,
       item ->> 'category' AS category, item ->> 'url' AS url,
       item ->> 'database' AS database, item ->> 'identifier' AS identifier
FROM insdc.project
CROSS JOIN LATERAL jsonb_array_elements(external_links) WITH ORDINALITY AS pointing (item, ordinal);
COMMENT ON VIEW insdc.project_external_link IS 'Pointers out of BioProjects, one row each, in order.';

CREATE VIEW insdc.run_sample_identifier AS
SELECT record_kind, accession, member_ordinal, sample_id, ordinal,
       item ->> 'kind' AS kind, item ->> 'value' AS value,
       item ->> 'namespace' AS namespace, item ->> 'label' AS label
FROM (
    SELECT 'run' AS record_kind, run_accession AS accession, ordinal AS member_ordinal,
           sample_id, identifiers
    FROM insdc.run_sample
    UNION ALL SELECT 'experiment', experiment_accession, ordinal, sample_id, identifiers
              FROM insdc.experiment_sample
) AS member
CROSS JOIN LATERAL jsonb_array_elements(identifiers) WITH ORDINALITY AS named (item, ordinal);
COMMENT ON VIEW insdc.run_sample_identifier IS 'Names of samples as the pools of runs and experiments give them, one row each, in order.';

CREATE VIEW insdc.antibiogram_problem AS
SELECT a.sample_id, a.ordinal, odd.problem,
       CASE WHEN odd.problem LIKE 'antibiotic %' THEN a.antibiotic_submitted
            WHEN odd.problem LIKE 'phenotype %' THEN a.phenotype_submitted
            WHEN odd.problem LIKE 'critical concentration%'
                THEN a.critical_concentration_submitted
            WHEN odd.problem LIKE 'measurement sign %' AND a.sign_submitted IS NOT NULL
                THEN a.sign_submitted
            WHEN odd.problem LIKE 'measurement unit %' AND a.unit_submitted IS NOT NULL
                THEN a.unit_submitted
            WHEN odd.problem ~ '^(measurement|sign|unit) '
                THEN nullif(concat_ws(' ', a.sign_submitted, a.value_submitted, a.unit_submitted),
                            '')
       END AS submitted
FROM insdc.antibiogram AS a
CROSS JOIN LATERAL unnest(a.problems) AS odd (problem);
COMMENT ON VIEW insdc.antibiogram_problem IS 'What was not understood of antibiograms, one row each, with the cell that it is about.';

CREATE VIEW insdc.curation_report AS
SELECT field, problem, submitted, count(*) AS samples
FROM insdc.curated_value
WHERE problem IS NOT NULL
GROUP BY field, problem, submitted
UNION ALL
SELECT 'antibiogram', problem, submitted, count(DISTINCT sample_id)
FROM insdc.antibiogram_problem
GROUP BY problem, submitted;
COMMENT ON VIEW insdc.curation_report IS 'Submitted values that could not be curated, with the number of samples that have them. Example: SELECT * FROM insdc.curation_report WHERE field = ''place'' ORDER BY samples DESC;';

CREATE VIEW insdc.curation_coverage AS
SELECT f.field, t.samples, coalesce(v.with_value, 0) AS with_value,
       coalesce(v.likely, 0) AS of_these_likely, coalesce(v.not_applicable, 0) AS not_applicable,
       coalesce(v.not_collected, 0) AS not_collected, coalesce(v.not_provided, 0) AS not_provided,
       coalesce(v.restricted_access, 0) AS restricted_access, coalesce(v.missing, 0) AS missing,
       coalesce(v.not_understood, 0) AS not_understood,
       t.samples - coalesce(v.samples, 0) AS not_submitted
FROM (VALUES ('collection_date'), ('place'), ('coordinates'), ('host'), ('host_disease'),
             ('isolation_source'), ('collected_by'), ('strain'), ('isolate'),
             ('reference_strain')) AS f (field)
CROSS JOIN (SELECT count(*) AS samples FROM insdc.sample_curation) AS t
LEFT JOIN (
    SELECT field, count(*) AS samples, count(sureness) AS with_value,
           count(*) FILTER (WHERE sureness = 'likely') AS likely,
           count(*) FILTER (WHERE missing = 'not applicable') AS not_applicable,
           count(*) FILTER (WHERE missing = 'not collected') AS not_collected,
           count(*) FILTER (WHERE missing = 'not provided') AS not_provided,
           count(*) FILTER (WHERE missing = 'restricted access') AS restricted_access,
           count(*) FILTER (WHERE missing = 'missing') AS missing,
           count(problem) AS not_understood
    FROM insdc.curated_value
    GROUP BY field
) AS v ON v.field = f.field;
COMMENT ON VIEW insdc.curation_coverage IS 'For each curated field what became of all curated samples: with_value + all reasons of missing + not_understood + not_submitted = samples. It counts the whole mirror; docs/queries.md shows it for some samples only.';

DROP VIEW insdc.job_missing;
CREATE VIEW insdc.job_missing AS
SELECT job, number AS page, 'not public' AS why, key AS record_key
FROM insdc.page CROSS JOIN LATERAL unnest(not_public) AS key
UNION ALL
SELECT job, number, 'absent', key FROM insdc.page CROSS JOIN LATERAL unnest(absent) AS key
UNION ALL
SELECT job, number, 'unanswered', key FROM insdc.page CROSS JOIN LATERAL unnest(unanswered) AS key;
COMMENT ON VIEW insdc.job_missing IS 'The records a job asked for that the archive said are not public, or did not give, or failed to give each time.';

-- The columns of the views, for those who ask psql.
COMMENT ON COLUMN insdc.job_missing.job IS 'The job.';
COMMENT ON COLUMN insdc.job_missing.page IS 'The page.';
COMMENT ON COLUMN insdc.job_missing.why IS 'not public, absent or unanswered.';
COMMENT ON COLUMN insdc.job_missing.record_key IS 'Its accession or Entrez uid, or its place in a file.';
COMMENT ON COLUMN insdc.sample_run.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.sample_run.run_accession IS 'The run.';
COMMENT ON COLUMN insdc.sample_run.status IS 'Status of the run.';
COMMENT ON COLUMN insdc.sample_run.spots IS 'Spots of this sample in the run: as the pool says, else all of the run''s if it has no other sample; null: not known.';
COMMENT ON COLUMN insdc.sample_run.bases IS 'Bases of this sample in the run, likewise.';
COMMENT ON COLUMN insdc.sample_run.is_pooled IS 'Whether the run has other samples too.';
COMMENT ON COLUMN insdc.sample_overview.sample_id IS 'Our key of the sample, for joins.';
COMMENT ON COLUMN insdc.sample_overview.accession IS 'BioSample accession, else SRA''s.';
COMMENT ON COLUMN insdc.sample_overview.biosample_accession IS 'BioSample accession (SAMN..., SAMEA..., SAMD...).';
COMMENT ON COLUMN insdc.sample_overview.sra_accession IS 'SRA accession (SRS..., ERS..., DRS...).';
COMMENT ON COLUMN insdc.sample_overview.specimen IS 'The physical specimen, by the smallest accession of its deposits; of a sample deposited once, its own accession. Count this, not samples, to count isolates.';
COMMENT ON COLUMN insdc.sample_overview.specimen_id IS 'Its key in insdc.specimen; null: deposited once, as far as is known.';
COMMENT ON COLUMN insdc.sample_overview.organism IS 'Organism''s name as submitted: BioSample''s, else SRA''s.';
COMMENT ON COLUMN insdc.sample_overview.ncbi_taxon_id IS 'NCBI taxonomy id as submitted: BioSample''s, else SRA''s.';
COMMENT ON COLUMN insdc.sample_overview.taxon_id IS 'The taxon in biosql.taxon, mergers followed: what lies below a taxon is taxon_id IN (SELECT taxon_id FROM taxonomy.subtree(1763)); null: not in the taxonomy here (yet).';
COMMENT ON COLUMN insdc.sample_overview.taxon_lineage IS 'Names of the taxa from below the root to the sample''s own, joined with ''; ''.';
COMMENT ON COLUMN insdc.sample_overview.country_code IS 'ISO 3166-1 alpha-2 code of the country it was collected in; null: missing, or not understood.';
COMMENT ON COLUMN insdc.sample_overview.country IS 'That country, or the historical one, or the sea, in INSDC''s words.';
COMMENT ON COLUMN insdc.sample_overview.subdivision_code IS 'ISO 3166-2 code, where it is certain.';
COMMENT ON COLUMN insdc.sample_overview.region IS 'Region, as submitted after the country.';
COMMENT ON COLUMN insdc.sample_overview.locality IS 'Place within the region, as submitted.';
COMMENT ON COLUMN insdc.sample_overview.collected_first IS 'First day on which it may have been collected.';
COMMENT ON COLUMN insdc.sample_overview.collected_last IS 'Last day on which it may have been collected.';
COMMENT ON COLUMN insdc.sample_overview.collected_precision IS 'year, month, day or interval: how exact the submitter was.';
COMMENT ON COLUMN insdc.sample_overview.collection_year IS 'Year of collection; null: not known, or the range spans more than one year.';
COMMENT ON COLUMN insdc.sample_overview.latitude IS 'Decimal degrees, north positive.';
COMMENT ON COLUMN insdc.sample_overview.longitude IS 'Decimal degrees, east positive.';
COMMENT ON COLUMN insdc.sample_overview.host IS 'Host, its scientific name where that is certain.';
COMMENT ON COLUMN insdc.sample_overview.host_disease IS 'Disease of the host, as submitted.';
COMMENT ON COLUMN insdc.sample_overview.isolation_source IS 'What it was isolated from, as submitted.';
COMMENT ON COLUMN insdc.sample_overview.collected_by IS 'Who collected it, as submitted.';
COMMENT ON COLUMN insdc.sample_overview.strain IS 'Strain, as submitted.';
COMMENT ON COLUMN insdc.sample_overview.isolate IS 'Isolate, as submitted.';
COMMENT ON COLUMN insdc.sample_overview.is_reference_strain IS 'Whether it is a reference, type or laboratory strain, no patient''s isolate.';
COMMENT ON COLUMN insdc.sample_overview.projects IS 'All BioProjects it belongs to, by its own record and by the studies of its runs, in order.';
COMMENT ON COLUMN insdc.sample_overview.runs IS 'Runs with reads of it that are live.';
COMMENT ON COLUMN insdc.sample_overview.bases IS 'Bases of it in live runs: its share where runs are pooled; null: no run tells.';
COMMENT ON COLUMN insdc.sample_overview.antibiogram IS 'Drugs and phenotypes as submitted, e.g. isoniazid R, rifampicin S; a drug tested with two results stands twice. All of it in insdc.antibiogram; null: none submitted.';
COMMENT ON COLUMN insdc.sample_overview.antibiogram_standard IS 'Testing standard of the antibiogram, as submitted; several: all of them.';
COMMENT ON COLUMN insdc.sample_overview.antibiogram_year IS 'Year of that standard; null: not told, or several.';
COMMENT ON COLUMN insdc.sample_overview.owner IS 'Who submitted it, as an institution: BioSample''s owner, else SRA''s centre.';
COMMENT ON COLUMN insdc.sample_overview.status IS 'BioSample''s status, else SRA''s: live, suppressed, withdrawn, replaced, not_public, out_of_scope.';
COMMENT ON COLUMN insdc.sample_overview.published IS 'When BioSample published it; no zone is given. Null: no BioSample record here.';
COMMENT ON COLUMN insdc.sample_overview.submitted IS 'When it was submitted to BioSample; no zone is given.';
COMMENT ON COLUMN insdc.sample_overview.updated IS 'When BioSample last changed it; no zone is given.';
COMMENT ON COLUMN insdc.sample_overview.title IS 'Title: BioSample''s, else SRA''s.';
COMMENT ON COLUMN insdc.sample_overview.package IS 'Checklist BioSample validated it against, e.g. Pathogen.cl.1.0.';
COMMENT ON COLUMN insdc.run_overview.accession IS 'Accession of the run.';
COMMENT ON COLUMN insdc.run_overview.status IS 'Status of the run: live, suppressed, withdrawn, replaced, not_public, out_of_scope.';
COMMENT ON COLUMN insdc.run_overview.experiment_accession IS 'Its experiment.';
COMMENT ON COLUMN insdc.run_overview.study_accession IS 'Its study.';
COMMENT ON COLUMN insdc.run_overview.submission_accession IS 'The submission its experiment came with.';
COMMENT ON COLUMN insdc.run_overview.project_accession IS 'The BioProject of its study.';
COMMENT ON COLUMN insdc.run_overview.projects IS 'All BioProjects of its study and its samples, in order.';
COMMENT ON COLUMN insdc.run_overview.samples IS 'All its samples, by BioSample accession, else SRA''s, in order.';
COMMENT ON COLUMN insdc.run_overview.specimens IS 'The specimens of these samples, see insdc.sample_overview.specimen.';
COMMENT ON COLUMN insdc.run_overview.sample_id IS 'Our key of its one sample; null: its pool has several or none, see samples.';
COMMENT ON COLUMN insdc.run_overview.sample_accession IS 'That sample''s BioSample accession, else SRA''s.';
COMMENT ON COLUMN insdc.run_overview.organism IS 'Its organism''s name as submitted.';
COMMENT ON COLUMN insdc.run_overview.ncbi_taxon_id IS 'Its NCBI taxonomy id as submitted.';
COMMENT ON COLUMN insdc.run_overview.taxon_id IS 'Its taxon in biosql.taxon, mergers followed; see taxonomy.subtree().';
COMMENT ON COLUMN insdc.run_overview.country_code IS 'ISO 3166-1 alpha-2 code of the country it was collected in.';
COMMENT ON COLUMN insdc.run_overview.country IS 'That country, in INSDC''s words.';
COMMENT ON COLUMN insdc.run_overview.region IS 'Region, as submitted after the country.';
COMMENT ON COLUMN insdc.run_overview.collected_first IS 'First day on which it may have been collected.';
COMMENT ON COLUMN insdc.run_overview.collected_last IS 'Last day on which it may have been collected.';
COMMENT ON COLUMN insdc.run_overview.collected_precision IS 'year, month, day or interval: how exact the submitter was.';
COMMENT ON COLUMN insdc.run_overview.collection_year IS 'Year of collection; null: not known, or the range spans more than one year.';
COMMENT ON COLUMN insdc.run_overview.is_reference_strain IS 'Whether the sample is a reference, type or laboratory strain.';
COMMENT ON COLUMN insdc.run_overview.platform IS 'Sequencing platform, e.g. ILLUMINA, OXFORD_NANOPORE.';
COMMENT ON COLUMN insdc.run_overview.instrument_model IS 'Instrument, e.g. Illumina NovaSeq 6000.';
COMMENT ON COLUMN insdc.run_overview.library_strategy IS 'Sequencing technique, e.g. WGS, RNA-Seq, AMPLICON.';
COMMENT ON COLUMN insdc.run_overview.library_source IS 'Source material, e.g. GENOMIC, TRANSCRIPTOMIC.';
COMMENT ON COLUMN insdc.run_overview.library_selection IS 'Method of enrichment, e.g. RANDOM, PCR.';
COMMENT ON COLUMN insdc.run_overview.library_layout IS 'SINGLE or PAIRED.';
COMMENT ON COLUMN insdc.run_overview.spots IS 'Sequenced spots of the whole run.';
COMMENT ON COLUMN insdc.run_overview.bases IS 'Sequenced bases of the whole run.';
COMMENT ON COLUMN insdc.run_overview.size IS 'Bytes of its SRA file.';
COMMENT ON COLUMN insdc.run_overview.published IS 'When the archive published it; no zone is given.';
COMMENT ON COLUMN insdc.run_overview.files IS 'Files of the run, of all kinds (insdc.run_file).';
COMMENT ON COLUMN insdc.run_overview.original_md5s IS 'MD5 of its files as submitted, in order.';
COMMENT ON COLUMN insdc.run_overview.mirrored_at IS 'When the run first came into the mirror.';
COMMENT ON COLUMN insdc.run_overview.mirrored_by IS 'The job that brought it (insdc.sync_job).';
COMMENT ON COLUMN insdc.project_sample.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_sample.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.project_sample.said_by_sample IS 'Whether the sample says so (insdc.sample_project).';
COMMENT ON COLUMN insdc.project_sample.said_by_study IS 'Whether it was sequenced in a study of the project.';
COMMENT ON COLUMN insdc.sample_publication.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.sample_publication.database IS 'pubmed, pmc or doi.';
COMMENT ON COLUMN insdc.sample_publication.identifier IS 'Number of the paper there.';
COMMENT ON COLUMN insdc.sample_publication.named_by IS 'sample, run, experiment, study or project.';
COMMENT ON COLUMN insdc.sample_publication.named_by_accession IS 'That record; null: the sample itself.';
COMMENT ON COLUMN insdc.sra_sample_attribute.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.sra_sample_attribute.accession IS 'Its BioSample accession, else SRA''s.';
COMMENT ON COLUMN insdc.sra_sample_attribute.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.sra_sample_attribute.name IS 'Name as submitted (TAG).';
COMMENT ON COLUMN insdc.sra_sample_attribute.value IS 'Value; empty: submitted empty; null: no VALUE element.';
COMMENT ON COLUMN insdc.sra_sample_attribute.unit IS 'Unit as submitted (UNITS).';
COMMENT ON COLUMN insdc.biosample_link.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.biosample_link.accession IS 'The BioSample.';
COMMENT ON COLUMN insdc.biosample_link.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.biosample_link.type IS 'entrez, url or db_xref.';
COMMENT ON COLUMN insdc.biosample_link.target IS 'The Entrez database of the first kind, e.g. bioproject.';
COMMENT ON COLUMN insdc.biosample_link.label IS 'Label, as submitted; of a link to a BioProject often its accession.';
COMMENT ON COLUMN insdc.biosample_link.value IS 'A uid, a web address or an identifier.';
COMMENT ON COLUMN insdc.biosample_table_cell.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.biosample_table_cell.accession IS 'The BioSample.';
COMMENT ON COLUMN insdc.biosample_table_cell.table_ordinal IS 'The table within the record, from 1.';
COMMENT ON COLUMN insdc.biosample_table_cell.class_name IS 'Kind of table, e.g. Antibiogram.1.0.';
COMMENT ON COLUMN insdc.biosample_table_cell.caption IS 'Its caption.';
COMMENT ON COLUMN insdc.biosample_table_cell.row_ordinal IS 'The row within the table, from 1.';
COMMENT ON COLUMN insdc.biosample_table_cell.column_ordinal IS 'The column, from 1.';
COMMENT ON COLUMN insdc.biosample_table_cell.column_name IS 'Name of the column; null: the row is longer than the header.';
COMMENT ON COLUMN insdc.biosample_table_cell.value IS 'The cell; empty: submitted empty.';
COMMENT ON COLUMN insdc.biosample_comment.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.biosample_comment.accession IS 'The BioSample.';
COMMENT ON COLUMN insdc.biosample_comment.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.biosample_comment.comment IS 'The paragraph.';
COMMENT ON COLUMN insdc.biosample_owner.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.biosample_owner.accession IS 'The BioSample.';
COMMENT ON COLUMN insdc.biosample_owner.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.biosample_owner.name IS 'Its name.';
COMMENT ON COLUMN insdc.biosample_owner.abbreviation IS 'Its short name.';
COMMENT ON COLUMN insdc.biosample_owner.type IS 'What kind of body, in the archive''s words.';
COMMENT ON COLUMN insdc.biosample_owner.role IS 'Its part, e.g. owner, participant.';
COMMENT ON COLUMN insdc.biosample_owner.url IS 'Its address on the web.';
COMMENT ON COLUMN insdc.biosample_owner.institution IS 'Institution of its address.';
COMMENT ON COLUMN insdc.biosample_owner.department IS 'Department of its address.';
COMMENT ON COLUMN insdc.biosample_owner.city IS 'City.';
COMMENT ON COLUMN insdc.biosample_owner.subdivision IS 'State or province.';
COMMENT ON COLUMN insdc.biosample_owner.country IS 'Country, as submitted.';
COMMENT ON COLUMN insdc.biosample_owner.street IS 'Street.';
COMMENT ON COLUMN insdc.biosample_owner.postal_code IS 'Postal code.';
COMMENT ON COLUMN insdc.project_organization.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_organization.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_organization.name IS 'Its name.';
COMMENT ON COLUMN insdc.project_organization.abbreviation IS 'Its short name.';
COMMENT ON COLUMN insdc.project_organization.type IS 'What kind of body, in the archive''s words.';
COMMENT ON COLUMN insdc.project_organization.role IS 'Its part, e.g. owner, participant.';
COMMENT ON COLUMN insdc.project_organization.url IS 'Its address on the web.';
COMMENT ON COLUMN insdc.project_organization.institution IS 'Institution of its address.';
COMMENT ON COLUMN insdc.project_organization.department IS 'Department of its address.';
COMMENT ON COLUMN insdc.project_organization.city IS 'City.';
COMMENT ON COLUMN insdc.project_organization.subdivision IS 'State or province.';
COMMENT ON COLUMN insdc.project_organization.country IS 'Country, as submitted.';
COMMENT ON COLUMN insdc.project_organization.street IS 'Street.';
COMMENT ON COLUMN insdc.project_organization.postal_code IS 'Postal code.';
COMMENT ON COLUMN insdc.submission_organization.submission_accession IS 'The submission.';
COMMENT ON COLUMN insdc.submission_organization.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.submission_organization.name IS 'Its name.';
COMMENT ON COLUMN insdc.submission_organization.abbreviation IS 'Its short name.';
COMMENT ON COLUMN insdc.submission_organization.type IS 'What kind of body, in the archive''s words.';
COMMENT ON COLUMN insdc.submission_organization.role IS 'Its part, e.g. owner, participant.';
COMMENT ON COLUMN insdc.submission_organization.url IS 'Its address on the web.';
COMMENT ON COLUMN insdc.submission_organization.institution IS 'Institution of its address.';
COMMENT ON COLUMN insdc.submission_organization.department IS 'Department of its address.';
COMMENT ON COLUMN insdc.submission_organization.city IS 'City.';
COMMENT ON COLUMN insdc.submission_organization.subdivision IS 'State or province.';
COMMENT ON COLUMN insdc.submission_organization.country IS 'Country, as submitted.';
COMMENT ON COLUMN insdc.submission_organization.street IS 'Street.';
COMMENT ON COLUMN insdc.submission_organization.postal_code IS 'Postal code.';
COMMENT ON COLUMN insdc.project_identifier.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_identifier.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_identifier.kind IS 'archive, center or local.';
COMMENT ON COLUMN insdc.project_identifier.value IS 'The identifier.';
COMMENT ON COLUMN insdc.project_identifier.namespace IS 'Whose it is, as submitted.';
COMMENT ON COLUMN insdc.project_publication.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_publication.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_publication.paper_database IS 'pubmed, pmc or doi; null: none of them identifies it.';
COMMENT ON COLUMN insdc.project_publication.paper_identifier IS 'Number of the paper there.';
COMMENT ON COLUMN insdc.project_publication.identifier IS 'Identifier, as submitted (Publication/@id).';
COMMENT ON COLUMN insdc.project_publication.database IS 'Its database, as submitted (DbType).';
COMMENT ON COLUMN insdc.project_publication.status IS 'Status, as submitted.';
COMMENT ON COLUMN insdc.project_publication.published IS 'When it appeared.';
COMMENT ON COLUMN insdc.project_publication.reference IS 'The citation, in the submitter''s words.';
COMMENT ON COLUMN insdc.project_publication.title IS 'Title.';
COMMENT ON COLUMN insdc.project_publication.journal IS 'Journal.';
COMMENT ON COLUMN insdc.project_publication.year IS 'Year, as submitted.';
COMMENT ON COLUMN insdc.project_grant.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_grant.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_grant.number IS 'Number of the grant.';
COMMENT ON COLUMN insdc.project_grant.title IS 'Its title.';
COMMENT ON COLUMN insdc.project_grant.agency IS 'Who gave it.';
COMMENT ON COLUMN insdc.project_grant.agency_abbreviation IS 'The agency''s short name.';
COMMENT ON COLUMN insdc.project_relevance.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_relevance.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_relevance.area IS 'Medical, Agricultural, ...';
COMMENT ON COLUMN insdc.project_relevance.text IS 'yes, or more.';
COMMENT ON COLUMN insdc.project_locus_tag_prefix.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_locus_tag_prefix.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_locus_tag_prefix.prefix IS 'The prefix.';
COMMENT ON COLUMN insdc.project_locus_tag_prefix.biosample IS 'The BioSample it is for.';
COMMENT ON COLUMN insdc.project_locus_tag_prefix.assembly IS 'The assembly it is for.';
COMMENT ON COLUMN insdc.project_external_link.project_accession IS 'The project.';
COMMENT ON COLUMN insdc.project_external_link.ordinal IS 'Order within the record, from 1.';
COMMENT ON COLUMN insdc.project_external_link.label IS 'Label, as submitted.';
COMMENT ON COLUMN insdc.project_external_link.category IS 'Category, as submitted.';
COMMENT ON COLUMN insdc.project_external_link.url IS 'Web address.';
COMMENT ON COLUMN insdc.project_external_link.database IS 'Database of the entry.';
COMMENT ON COLUMN insdc.project_external_link.identifier IS 'Entry in that database.';
COMMENT ON COLUMN insdc.run_sample_identifier.record_kind IS 'run or experiment.';
COMMENT ON COLUMN insdc.run_sample_identifier.accession IS 'The run or experiment.';
COMMENT ON COLUMN insdc.run_sample_identifier.member_ordinal IS 'The sample within its pool, from 1.';
COMMENT ON COLUMN insdc.run_sample_identifier.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.run_sample_identifier.ordinal IS 'Order within that sample''s names, from 1.';
COMMENT ON COLUMN insdc.run_sample_identifier.kind IS 'primary, secondary, external, submitter or uuid.';
COMMENT ON COLUMN insdc.run_sample_identifier.value IS 'The identifier.';
COMMENT ON COLUMN insdc.run_sample_identifier.namespace IS 'Whose it is, as submitted.';
COMMENT ON COLUMN insdc.run_sample_identifier.label IS 'What for, as submitted.';
COMMENT ON COLUMN insdc.antibiogram_problem.sample_id IS 'The sample.';
COMMENT ON COLUMN insdc.antibiogram_problem.ordinal IS 'The row of its insdc.antibiogram.';
COMMENT ON COLUMN insdc.antibiogram_problem.problem IS 'What was not understood.';
COMMENT ON COLUMN insdc.antibiogram_problem.submitted IS 'The cell, as submitted; null: it is about the row, or the cell is empty.';
COMMENT ON COLUMN insdc.curation_report.field IS 'The curated field, see insdc.curated_value; antibiogram: a cell of insdc.antibiogram.';
COMMENT ON COLUMN insdc.curation_report.problem IS 'Why the value could not be curated.';
COMMENT ON COLUMN insdc.curation_report.submitted IS 'The value, as submitted.';
COMMENT ON COLUMN insdc.curation_report.samples IS 'Samples that have it.';
COMMENT ON COLUMN insdc.curation_coverage.field IS 'The curated field, see insdc.curated_value.';
COMMENT ON COLUMN insdc.curation_coverage.samples IS 'Samples that were curated.';
COMMENT ON COLUMN insdc.curation_coverage.with_value IS 'Samples that have a curated value.';
COMMENT ON COLUMN insdc.curation_coverage.of_these_likely IS 'Of these, those whose value is likely rather than sure.';
COMMENT ON COLUMN insdc.curation_coverage.not_applicable IS 'Samples that say: not applicable.';
COMMENT ON COLUMN insdc.curation_coverage.not_collected IS 'Samples that say: not collected.';
COMMENT ON COLUMN insdc.curation_coverage.not_provided IS 'Samples that say: not provided.';
COMMENT ON COLUMN insdc.curation_coverage.restricted_access IS 'Samples that say: restricted access.';
COMMENT ON COLUMN insdc.curation_coverage.missing IS 'Samples that say: missing, and no more.';
COMMENT ON COLUMN insdc.curation_coverage.not_understood IS 'Samples whose value could not be curated, see insdc.curation_report.';
COMMENT ON COLUMN insdc.curation_coverage.not_submitted IS 'Samples without any attribute for it.';
