"""A database in which BioSQL was set up years ago, with all its tables and the rules of bioperl-db.

Written from what BioSQL's documentation says of its schema: the same tables, columns, limits and
constraints; in short, since only the taxa matter here.
"""

SCHEMA = """
create schema biosql;
set local search_path = biosql;

create sequence taxon_pk_seq;
create table taxon (
    taxon_id integer default nextval('taxon_pk_seq') not null primary key,
    ncbi_taxon_id integer constraint xaktaxon_ncbi_taxon_id unique,
    parent_taxon_id integer, node_rank varchar(32), genetic_code smallint,
    mito_genetic_code smallint, left_value integer constraint xaktaxon_left_value unique,
    right_value integer constraint xaktaxon_right_value unique);
create index taxparent on taxon (parent_taxon_id);
create table taxon_name (
    taxon_id integer not null, name varchar(255) not null, name_class varchar(32) not null,
    unique (name, name_class, taxon_id));
create index taxnametaxonid on taxon_name (taxon_id);
create index taxnamename on taxon_name (name);
alter table taxon_name add constraint fktaxon_taxonname
    foreign key (taxon_id) references taxon (taxon_id) on delete cascade;

create sequence biodatabase_pk_seq;
create table biodatabase (
    biodatabase_id integer default nextval('biodatabase_pk_seq') not null primary key,
    name varchar(128) not null unique, authority varchar(128), description text);
create sequence ontology_pk_seq;
create table ontology (
    ontology_id integer default nextval('ontology_pk_seq') not null primary key,
    name varchar(32) not null unique, definition text);
create sequence term_pk_seq;
create table term (
    term_id integer default nextval('term_pk_seq') not null primary key,
    name varchar(255) not null, definition text, identifier varchar(40) unique,
    is_obsolete char(1), ontology_id integer not null references ontology on delete cascade,
    unique (name, ontology_id, is_obsolete));
create table term_synonym (
    synonym varchar(255) not null, term_id integer not null references term on delete cascade,
    primary key (term_id, synonym));
create sequence dbxref_pk_seq;
create table dbxref (
    dbxref_id integer default nextval('dbxref_pk_seq') not null primary key,
    dbname varchar(40) not null, accession varchar(128) not null, version integer not null,
    unique (accession, dbname, version));
create table term_dbxref (
    term_id integer not null references term on delete cascade,
    dbxref_id integer not null references dbxref on delete cascade, rank integer,
    primary key (term_id, dbxref_id));
create sequence term_relationship_pk_seq;
create table term_relationship (
    term_relationship_id integer default nextval('term_relationship_pk_seq') primary key,
    subject_term_id integer not null references term, predicate_term_id integer not null
    references term, object_term_id integer not null references term,
    ontology_id integer not null references ontology on delete cascade,
    unique (subject_term_id, predicate_term_id, object_term_id, ontology_id));
create table term_relationship_term (
    term_relationship_id integer primary key references term_relationship on delete cascade,
    term_id integer not null unique references term on delete cascade);
create sequence term_path_pk_seq;
create table term_path (
    term_path_id integer default nextval('term_path_pk_seq') primary key,
    subject_term_id integer not null references term, predicate_term_id integer not null
    references term, object_term_id integer not null references term,
    ontology_id integer not null references ontology on delete cascade, distance integer);
create sequence bioentry_pk_seq;
create table bioentry (
    bioentry_id integer default nextval('bioentry_pk_seq') not null primary key,
    biodatabase_id integer not null references biodatabase,
    taxon_id integer constraint fktaxon_bioentry references taxon,
    name varchar(40) not null, accession varchar(128) not null, identifier varchar(40),
    division varchar(6), description text, version integer not null,
    unique (accession, biodatabase_id, version), unique (identifier, biodatabase_id));
create index bioentry_tax on bioentry (taxon_id);
create sequence bioentry_relationship_pk_seq;
create table bioentry_relationship (
    bioentry_relationship_id integer default nextval('bioentry_relationship_pk_seq') primary key,
    object_bioentry_id integer not null references bioentry on delete cascade,
    subject_bioentry_id integer not null references bioentry on delete cascade,
    term_id integer not null references term, rank integer);
create table bioentry_path (
    object_bioentry_id integer not null references bioentry on delete cascade,
    subject_bioentry_id integer not null references bioentry on delete cascade,
    term_id integer not null references term, distance integer);
create table biosequence (
    bioentry_id integer not null primary key references bioentry on delete cascade,
    version integer, length integer, alphabet varchar(10), seq text);
create table dbxref_qualifier_value (
    dbxref_id integer not null references dbxref on delete cascade,
    term_id integer not null references term, rank integer default 0 not null, value text,
    primary key (dbxref_id, term_id, rank));
create table bioentry_dbxref (
    bioentry_id integer not null references bioentry on delete cascade,
    dbxref_id integer not null references dbxref on delete cascade, rank integer,
    primary key (bioentry_id, dbxref_id));
create sequence reference_pk_seq;
create table reference (
    reference_id integer default nextval('reference_pk_seq') not null primary key,
    dbxref_id integer unique references dbxref, location text not null, title text, authors text,
    crc varchar(32) unique);
create table bioentry_reference (
    bioentry_id integer not null references bioentry on delete cascade,
    reference_id integer not null references reference on delete cascade,
    start_pos integer, end_pos integer, rank integer default 0 not null,
    primary key (bioentry_id, reference_id, rank));
create sequence comment_pk_seq;
create table comment (
    comment_id integer default nextval('comment_pk_seq') not null primary key,
    bioentry_id integer not null references bioentry on delete cascade,
    comment_text text not null, rank integer default 0 not null, unique (bioentry_id, rank));
create table bioentry_qualifier_value (
    bioentry_id integer not null references bioentry on delete cascade,
    term_id integer not null references term, value text, rank integer default 0 not null,
    unique (bioentry_id, term_id, rank));
create sequence seqfeature_pk_seq;
create table seqfeature (
    seqfeature_id integer default nextval('seqfeature_pk_seq') not null primary key,
    bioentry_id integer not null references bioentry on delete cascade,
    type_term_id integer not null references term, source_term_id integer not null references term,
    display_name varchar(64), rank integer default 0 not null,
    unique (bioentry_id, type_term_id, source_term_id, rank));
create sequence seqfeature_relationship_pk_seq;
create table seqfeature_relationship (
    seqfeature_relationship_id integer default nextval('seqfeature_relationship_pk_seq')
    primary key, object_seqfeature_id integer not null references seqfeature on delete cascade,
    subject_seqfeature_id integer not null references seqfeature on delete cascade,
    term_id integer not null references term, rank integer);
create table seqfeature_path (
    object_seqfeature_id integer not null references seqfeature on delete cascade,
    subject_seqfeature_id integer not null references seqfeature on delete cascade,
    term_id integer not null references term, distance integer);
create table seqfeature_qualifier_value (
    seqfeature_id integer not null references seqfeature on delete cascade,
    term_id integer not null references term, rank integer default 0 not null,
    value text not null, primary key (seqfeature_id, term_id, rank));
create table seqfeature_dbxref (
    seqfeature_id integer not null references seqfeature on delete cascade,
    dbxref_id integer not null references dbxref on delete cascade, rank integer,
    primary key (seqfeature_id, dbxref_id));
create sequence location_pk_seq;
create table location (
    location_id integer default nextval('location_pk_seq') not null primary key,
    seqfeature_id integer not null references seqfeature on delete cascade,
    dbxref_id integer references dbxref, term_id integer references term,
    start_pos integer, end_pos integer, strand integer default 0 not null,
    rank integer default 0 not null, unique (seqfeature_id, rank));
create table location_qualifier_value (
    location_id integer not null references location on delete cascade,
    term_id integer not null references term, value varchar(255) not null, int_value integer,
    primary key (location_id, term_id));
"""

RULES = """
set local search_path = biosql;
create rule rule_taxon_i as on insert to taxon
    where (select taxon_id from taxon where ncbi_taxon_id = new.ncbi_taxon_id) is not null
    do instead nothing;
create rule rule_taxon_name_i as on insert to taxon_name
    where (select taxon_id from taxon_name where taxon_id = new.taxon_id and name = new.name
        and name_class = new.name_class) is not null
    do instead nothing;
"""

APPLICATION = """
create schema app;
create table app.sample (
    sample_id integer primary key,
    taxon integer not null references biosql.taxon (taxon_id),
    organism integer references biosql.taxon (ncbi_taxon_id));
"""

TAXA = """
set local search_path = biosql;
insert into taxon (ncbi_taxon_id, parent_taxon_id, node_rank, genetic_code, mito_genetic_code,
    left_value, right_value)
values (1, 1, 'no rank', 1, 0, 1, 14), (2, 1, 'superkingdom', 11, 0, 2, 11),
    (1763, 2, 'genus', 11, 0, 3, 10), (1773, 3, 'species', 11, 0, 4, 7),
    (1765, 4, 'no rank', 11, 0, 5, 6), (78331, 3, 'species', 11, 0, 8, 9),
    (10239, 1, 'superkingdom', 1, 0, 12, 13);
insert into taxon_name values (1, 'root', 'scientific name'), (2, 'Bacteria', 'scientific name'),
    (3, 'Mycobacterium', 'scientific name'), (4, 'M. tuberculosis', 'scientific name'),
    (4, 'Mycobacterium tuberculosis', 'synonym'), (5, 'M. bovis', 'scientific name'),
    (6, 'Mycobacterium canetti', 'scientific name'), (7, 'Viruses', 'scientific name');
insert into app.sample values (1, 4, 1773), (2, 5, 1765), (3, 6, 78331);
"""
