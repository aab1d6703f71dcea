-- A child never connects: the frames of its parent tell its readings.

alter table device add column parent text references device (id);

create index device_by_parent on device (parent) where parent is not null;
