-- Which master key the secrets in this database are sealed under: two desks with two keys could not read each other's.

create table master_key (
    one boolean primary key default true check (one),
    -- made from the key, tells nothing about it
    fingerprint text not null
);
