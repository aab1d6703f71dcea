-- Frames that could not be decoded, kept until a mended profile decodes them. The archive job writes them from
-- the topic quarantine; the desk lists them and decodes them again.

create table quarantined_frame (
    -- where the frame stands in the topic frames: what makes it one frame, however often it is written
    log_partition integer not null,
    log_offset bigint not null,
    log_time timestamptz not null,
    device text not null,
    -- empty for a record that is no frame
    frame_id text not null,
    source text not null,
    channel text not null,
    payload bytea not null,
    -- why it was not decoded, the last time it was tried
    reason text not null,
    detail text not null,
    -- what became of it: kept here, or decoded again as a frame never seen before or as a copy of another
    state text not null default 'kept' check (state in ('kept', 'fresh', 'duplicate')),
    -- of the last replay that tried it: when, and the profile in force then
    tried_at timestamptz,
    profile text not null default '',
    profile_version bigint not null default 0,
    primary key (log_partition, log_offset)
);

create index quarantined_frame_kept on quarantined_frame (reason, device) where state = 'kept';
create index quarantined_frame_by_time on quarantined_frame (log_time);

-- Exact counts for each partition of frames, changed in the transactions that change its rows.
create table quarantine_count (
    log_partition integer primary key,
    -- frames ever taken in, also those that retention deleted since
    taken bigint not null default 0,
    fresh bigint not null default 0,
    duplicates bigint not null default 0,
    -- readings that the fresh ones gave
    readings bigint not null default 0,
    -- frames logged before this were deleted: one that comes again was counted already
    deleted_before timestamptz not null default '-infinity'
);
