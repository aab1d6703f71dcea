-- The archive: one narrow row for each point of each reading. The archive job writes it, the desk reads it.
-- The same tables and queries serve with TimescaleDB (a hypertable) and without it (native partitions).

create table device_name (
    id integer generated always as identity primary key,
    device text not null unique
);

create table point_name (
    id integer generated always as identity primary key,
    point text not null unique
);

-- The last reading of each lane that is archived, and the lane's exact counts; written in the transaction of
-- the rows, so what the job sends again never counts twice.
create table archive_lane (
    lane integer primary key,
    log_partition integer not null,
    log_offset bigint not null,
    ordinal integer not null,
    archived bigint not null,
    archived_before bigint not null,
    replayed bigint not null
);

-- Makes a month's partition of point_value on plain PostgreSQL, moving what the default partition already
-- holds of that month; does nothing where the month has one or where point_value is a hypertable.
create function ensure_point_value_month(day date) returns void
language plpgsql as $$
declare
    month_start date := date_trunc('month', day)::date;
    month_end date := (date_trunc('month', day) + interval '1 month')::date;
    lower_bound timestamptz := month_start::timestamp at time zone 'UTC';
    upper_bound timestamptz := month_end::timestamp at time zone 'UTC';
    partition_name text := 'point_value_' || to_char(month_start, 'YYYY_MM');
begin
    if to_regclass('point_value_default') is null or to_regclass(partition_name) is not null then
        return;
    end if;
    lock table point_value in access exclusive mode;
    if to_regclass(partition_name) is not null then
        return;
    end if;
    execute format('create table %I (like point_value including all)', partition_name);
    execute format(
        'with moved as (delete from point_value_default where time >= %L and time < %L returning *) '
        'insert into %I select * from moved', lower_bound, upper_bound, partition_name);
    execute format(
        'alter table point_value attach partition %I for values from (%L) to (%L)',
        partition_name, lower_bound, upper_bound);
end
$$;

do $$
declare
    columns text := '
        device integer not null,
        point integer not null,
        time timestamptz not null,
        seq integer not null,
        log_time timestamptz not null,
        log_partition integer not null,
        log_offset bigint not null,
        value double precision,
        text text,
        quality smallint not null,
        primary key (device, point, time, seq)';
    timescale boolean := exists (select from pg_available_extensions where name = 'timescaledb');
begin
    if timescale then
        begin
            create extension if not exists timescaledb;
        exception when insufficient_privilege then
            raise exception 'the extension timescaledb is available here but this role may not create it'
                using hint = 'Run "create extension timescaledb" in this database as a superuser, then start again.';
        end;
        execute 'create table point_value (' || columns || ')';
        perform create_hypertable('point_value', 'time', chunk_time_interval => interval '7 days',
            create_default_indexes => false);
    else
        execute 'create table point_value (' || columns || ') partition by range (time)';
        create table point_value_default partition of point_value default;
        perform ensure_point_value_month((now() at time zone 'UTC')::date);
        perform ensure_point_value_month(((now() at time zone 'UTC') + interval '1 month')::date);
    end if;
end
$$;

comment on column point_value.quality is
    'bits: 1 clock-suspect, 2 late, 4 history, 8 flag (value 1 or 0), 16 time from platform, 32 time from received';

-- A rehearsal reads by log time; rows arrive nearly in that order, so a block range index is enough and small.
create index point_value_by_log_time on point_value using brin (log_time);
