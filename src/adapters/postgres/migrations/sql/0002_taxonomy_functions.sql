-- How to ask the taxonomy: views for names and status, functions for lineages and subtrees.

CREATE VIEW taxonomy.taxon AS
SELECT t.ncbi_taxon_id, n.name AS scientific_name, t.node_rank,
       p.ncbi_taxon_id AS parent_ncbi_taxon_id, t.genetic_code, t.mito_genetic_code,
       CASE WHEN m.ncbi_taxon_id IS NOT NULL THEN 'merged'
            WHEN r.ncbi_taxon_id IS NOT NULL THEN 'deleted' ELSE 'live' END AS status,
       m.current_ncbi_taxon_id AS merged_into, coalesce(m.noticed, r.noticed) AS retired_noticed,
       t.taxon_id, t.left_value, t.right_value
FROM biosql.taxon AS t
LEFT JOIN biosql.taxon AS p ON p.taxon_id = t.parent_taxon_id
LEFT JOIN biosql.taxon_name AS n ON n.taxon_id = t.taxon_id AND n.name_class = 'scientific name'
LEFT JOIN taxonomy.merged AS m ON m.ncbi_taxon_id = t.ncbi_taxon_id
LEFT JOIN taxonomy.retired AS r ON r.ncbi_taxon_id = t.ncbi_taxon_id
WHERE t.ncbi_taxon_id IS NOT NULL;
COMMENT ON VIEW taxonomy.taxon IS 'Every taxon with its scientific name, parent and status: live, merged (merged_into has it now) or deleted. Example: SELECT * FROM taxonomy.taxon WHERE ncbi_taxon_id = 1773;';

CREATE VIEW taxonomy.name AS
SELECT t.ncbi_taxon_id, n.name, n.name_class, u.unique_name
FROM biosql.taxon_name AS n
JOIN biosql.taxon AS t ON t.taxon_id = n.taxon_id
LEFT JOIN taxonomy.unique_name AS u
    ON u.ncbi_taxon_id = t.ncbi_taxon_id AND u.name = n.name AND u.name_class = n.name_class
WHERE t.ncbi_taxon_id IS NOT NULL;
COMMENT ON VIEW taxonomy.name IS 'All names of all taxa by tax id. Fast by name in any case: SELECT * FROM taxonomy.name WHERE lower(name) = lower(''mycobacterium avium'');';

CREATE FUNCTION taxonomy.current_id(asked integer) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN m.ncbi_taxon_id IS NOT NULL THEN m.current_ncbi_taxon_id
                WHEN r.ncbi_taxon_id IS NULL THEN t.ncbi_taxon_id END
    FROM (SELECT asked) AS a
    LEFT JOIN taxonomy.merged AS m ON m.ncbi_taxon_id = a.asked
    LEFT JOIN taxonomy.retired AS r ON r.ncbi_taxon_id = a.asked
    LEFT JOIN biosql.taxon AS t ON t.ncbi_taxon_id = a.asked
$$;
COMMENT ON FUNCTION taxonomy.current_id IS 'The tax id that stands for this one today: itself, the taxon it was merged into, or null where it was deleted or never known. Example: SELECT taxonomy.current_id(1761);';

CREATE FUNCTION taxonomy.lineage(asked integer)
RETURNS TABLE (level integer, ncbi_taxon_id integer, scientific_name text, node_rank text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 30 AS $$
    WITH RECURSIVE up AS (
        SELECT t.taxon_id, t.ncbi_taxon_id, t.parent_taxon_id, t.node_rank, 0 AS above
        FROM biosql.taxon AS t
        WHERE t.ncbi_taxon_id = coalesce(
            (SELECT known.ncbi_taxon_id FROM biosql.taxon AS known
             WHERE known.ncbi_taxon_id = asked), taxonomy.current_id(asked))
        UNION ALL
        SELECT p.taxon_id, p.ncbi_taxon_id, p.parent_taxon_id, p.node_rank, up.above + 1
        FROM up JOIN biosql.taxon AS p ON p.taxon_id = up.parent_taxon_id
        WHERE up.parent_taxon_id <> up.taxon_id
    )
    SELECT (max(up.above) OVER () - up.above + 1)::integer, up.ncbi_taxon_id, n.name, up.node_rank
    FROM up
    LEFT JOIN biosql.taxon_name AS n
        ON n.taxon_id = up.taxon_id AND n.name_class = 'scientific name'
    ORDER BY up.above DESC
$$;
COMMENT ON FUNCTION taxonomy.lineage IS 'The lineage of a taxon from the root (level 1) to itself; it goes up parent by parent, which is some thirty steps. A retired id has a lineage too. Example: SELECT string_agg(scientific_name, ''; '' ORDER BY level) FROM taxonomy.lineage(1773);';

CREATE FUNCTION taxonomy.subtree(asked integer)
RETURNS TABLE (ncbi_taxon_id integer, node_rank text, taxon_id integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT below.ncbi_taxon_id, below.node_rank, below.taxon_id
    FROM biosql.taxon AS top
    JOIN biosql.taxon AS below ON below.left_value BETWEEN top.left_value AND top.right_value
    WHERE top.ncbi_taxon_id = coalesce(
        (SELECT known.ncbi_taxon_id FROM biosql.taxon AS known
         WHERE known.ncbi_taxon_id = asked), taxonomy.current_id(asked))
$$;
COMMENT ON FUNCTION taxonomy.subtree IS 'A taxon and all below it, by one range of the nested set; retired taxa among them, since things are filed under them (taxonomy.taxon tells their status). Example: SELECT count(*) FROM insdc.sample JOIN taxonomy.subtree(1763) USING (ncbi_taxon_id);';

CREATE FUNCTION taxonomy.descendants(asked integer) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (SELECT count(*) FROM biosql.taxon AS below
            WHERE below.left_value > top.left_value AND below.left_value <= top.right_value)
         - (SELECT count(*)
            FROM (SELECT m.ncbi_taxon_id FROM taxonomy.merged AS m WHERE m.kept
                  UNION ALL
                  SELECT r.ncbi_taxon_id FROM taxonomy.retired AS r WHERE r.kept) AS gone
            JOIN biosql.taxon AS below ON below.ncbi_taxon_id = gone.ncbi_taxon_id
            WHERE below.left_value > top.left_value AND below.left_value <= top.right_value)
    FROM biosql.taxon AS top
    WHERE top.ncbi_taxon_id = taxonomy.current_id(asked)
$$;
COMMENT ON FUNCTION taxonomy.descendants IS 'How many taxa lie below one in the tree of today, retired ones not counted; null for an id that is in no tree. Example: SELECT taxonomy.descendants(1763);';

CREATE FUNCTION taxonomy.division_of(asked integer) RETURNS smallint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT d.division_id
    FROM taxonomy.lineage(asked) AS l JOIN taxonomy.taxon_division AS d USING (ncbi_taxon_id)
    ORDER BY l.level DESC LIMIT 1
$$;
COMMENT ON FUNCTION taxonomy.division_of IS 'The GenBank division of a taxon (taxonomy.division): its own, or that of the nearest taxon above that has one. Example: SELECT name FROM taxonomy.division WHERE division_id = taxonomy.division_of(1773);';
