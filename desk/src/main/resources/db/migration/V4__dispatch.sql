-- Dispatch: who receives case events, what has been sent to them, and what they said.

create table target (
    id bigint generated always as identity primary key,
    name text not null unique,
    url text not null,
    -- sealed under the master key
    secret text not null,
    -- the secret before the last rotation; events are signed with both until previous_until
    previous_secret text not null default '',
    previous_until timestamptz,
    enabled boolean not null,
    disabled_reason text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null
);

-- The outbox: one row for each event and target, written in the transaction of the event.
create table delivery (
    id bigint generated always as identity primary key,
    target bigint not null references target (id),
    case_id text not null,
    sequence bigint not null,
    state text not null check (state in ('pending', 'delivered', 'parked')),
    -- grows with each resending, so that a task of an earlier round finds nothing to do
    round int not null default 1,
    tries int not null default 0,
    -- of the last try: HTTP status (0 = none), fault, and what happened; a pending one that was not tried has none
    status int not null default 0,
    fault text not null default '',
    reason text not null default '',
    created_at timestamptz not null,
    next_try_at timestamptz,
    last_try_at timestamptz,
    delivered_at timestamptz,
    unique (target, case_id, sequence),
    foreign key (case_id, sequence) references case_event (case_id, sequence)
);

create index delivery_by_case on delivery (case_id, sequence);
create index delivery_outstanding on delivery (target, case_id, sequence) where state <> 'delivered';
create index delivery_parked on delivery (target, id) where state = 'parked';

-- Callbacks that were applied, so that a repetition is answered and not applied.
create table callback (
    target bigint not null references target (id),
    id text not null,
    case_id text not null references cases (id),
    action text not null,
    verdict text not null default '',
    at timestamptz not null,
    by_whom text not null default '',
    note text not null default '',
    -- SHA-256 of the body: one id means one body
    body_hash text not null,
    received_at timestamptz not null,
    primary key (target, id)
);

create index callback_by_case on callback (case_id, received_at);

-- What people found each rule's alarms to be: the precision that operators tune by.
create table rule_verdict (
    case_id text not null references cases (id),
    rule text not null,
    rule_version bigint not null,
    verdict text not null check (verdict in ('true', 'false-alarm', 'duplicate')),
    at timestamptz not null,
    primary key (case_id, rule, rule_version)
);

-- db-scheduler's table: one row for each delivery that is due or waits for its next try.
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);
