-- The case book: what the jobs announced, and the city's work on it.

-- Where each partition of alarms and troubles has been applied to. Read and moved under a row lock in the
-- transaction of the effects, so that several desks may read the same partition and none applies twice.
create table consumer_offset (
    topic text not null,
    partition int not null,
    next_offset bigint not null,
    primary key (topic, partition)
);

-- Records that could not be applied, with the reason; they are passed over and shown to an operator.
create table refused_record (
    topic text not null,
    partition int not null,
    record_offset bigint not null,
    reason text not null,
    at timestamptz not null,
    primary key (topic, partition, record_offset)
);

-- The latest snapshot of each alarm.
create table alarm (
    id text primary key,
    rule text not null,
    rule_version bigint not null,
    device text not null,
    case_kind text not null,
    severity text not null,
    state text not null check (state in ('raised', 'cleared', 'withdrawn')),
    raised_at timestamptz not null,
    cleared_at timestamptz,
    rev bigint not null,
    decided_at timestamptz not null,
    -- the alarm as the jobs announced it
    snapshot jsonb not null
);

create index alarm_by_time on alarm (raised_at desc, id);
create index alarm_by_device on alarm (device, raised_at desc);
create index alarm_in_force on alarm (raised_at desc, id) where state = 'raised';

-- The last number given in a year. Taken only in the transaction that really inserts a case.
create table case_counter (
    year int primary key,
    last bigint not null
);

create table cases (
    id text primary key,
    -- such as 2026-000123
    number text not null unique,
    kind text not null,
    scope text not null,
    state text not null check (state in ('opened', 'dispatched', 'accepted', 'handled', 'verified', 'recovered',
        'reopened', 'closed', 'rejected', 'withdrawn', 'absorbed')),
    sensors text not null,
    marks text[] not null,
    -- the trouble in force, and its rev that was applied last
    trouble text not null,
    trouble_rev bigint not null,
    title_en text not null,
    title_zh text not null,
    severity text not null,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    ended_at timestamptz,
    deadline timestamptz not null,
    lon double precision,
    lat double precision,
    place jsonb not null,
    devices text[] not null,
    -- the member alarms, as case events tell them
    alarms jsonb not null,
    code text not null,
    area_case text not null default '',
    -- why it stands as it does
    reason text not null,
    -- the sequence of its last event
    sequence bigint not null
);

-- One open case of a kind and scope: the promise itself.
create unique index one_open_case on cases (kind, scope)
    where state not in ('closed', 'rejected', 'withdrawn', 'absorbed');
create index cases_by_update on cases (updated_at desc, id);
create index cases_by_state on cases (state, updated_at desc, id);

-- Each trouble that was applied, and the case it belongs to.
create table case_trouble (
    trouble text primary key,
    case_id text not null references cases (id),
    rev bigint not null
);

create table case_event (
    case_id text not null references cases (id),
    sequence bigint not null,
    -- the CloudEvents id and webhook-id, the same for ever
    id text not null unique,
    type text not null,
    state text not null,
    at timestamptz not null,
    reason text not null,
    -- who did it: the jobs, or a target
    actor text not null,
    -- the CloudEvent as it is sent, byte for byte the same at each try
    body text not null,
    primary key (case_id, sequence)
);

-- What was decided about a trouble, on its way to the topic case-decisions.
create table case_decision (
    id bigint generated always as identity primary key,
    key text not null,
    body text not null,
    at timestamptz not null,
    sent_at timestamptz
);

create index case_decision_unsent on case_decision (id) where sent_at is null;
