-- The history of profiles is profile_version, that of devices is change: each of its rows says what a device was
-- from then on, who changed it and when.

-- The version whose text was put back; null = it was written anew.
alter table profile_version add column restores bigint;
