-- The registry: devices, profiles, rule packs and what changed. The database is the truth; the topics
-- devices, profiles, rules and the change records in frames are its feed (table change).

create table profile (
    id text primary key,
    version bigint not null,
    yaml text not null,
    -- SHA-256 of the shipped text this profile came from; empty when it was never shipped
    shipped_hash text not null default '',
    updated_at timestamptz not null,
    updated_by text not null
);

create table profile_version (
    id text not null,
    version bigint not null,
    yaml text not null,
    at timestamptz not null,
    author text not null,
    primary key (id, version)
);

create table device (
    id text primary key,
    profile text not null references profile (id),
    name text not null,
    lon double precision,
    lat double precision,
    tags text[] not null,
    attributes jsonb not null,
    disabled boolean not null,
    -- sealed under the master key, Base64; empty when there is none
    sealed_psk text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((lon is null) = (lat is null))
);

create index device_by_profile on device (profile);

-- A token is looked up by its hash alone at the gateway, so no two devices may share one.
create table device_token (
    hash text primary key,
    device text not null references device (id) on delete cascade,
    created_at timestamptz not null,
    -- set while a newer token takes over; null = until rotated
    expires_at timestamptz
);

create index device_token_by_device on device_token (device);
create index device_token_expiring on device_token (expires_at) where expires_at is not null;

create table rule_pack (
    name text primary key,
    version bigint not null,
    yaml text not null,
    shipped_hash text not null default '',
    updated_at timestamptz not null,
    updated_by text not null
);

create table rule_pack_version (
    name text not null,
    version bigint not null,
    yaml text not null,
    -- all overrides in force at this version, as in the feed
    overrides jsonb not null,
    at timestamptz not null,
    author text not null,
    primary key (name, version)
);

create table rule_override (
    pack text not null references rule_pack (name) on delete cascade,
    scope text not null,
    parameter text not null,
    value text not null,
    primary key (pack, scope, parameter)
);

-- One row a change, written in the transaction of the change. An advisory lock, held to the end of that
-- transaction, makes the order of versions the order of commits.
create table change (
    version bigint primary key,
    kind text not null check (kind in ('device', 'profile', 'rules', 'mute')),
    key text not null,
    -- null = it is gone
    body jsonb,
    at timestamptz not null,
    author text not null,
    sent_at timestamptz
);

create index change_unsent on change (version) where sent_at is null;
create index change_latest on change (kind, key, version desc);

create table api_token (
    hash text primary key,
    name text not null,
    created_at timestamptz not null
);
