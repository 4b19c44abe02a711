-- Once, as the superuser of the customer's PostgreSQL 15 to 18:
--   psql -v owner_password=… -v app_password=… -f database.sql postgres
-- The owner owns the tables, migrates and backs up, for which it has to see every row (bypassrls); the application owns
-- nothing and is bound by row-level security.

create role sibao_owner login nosuperuser nocreatedb nocreaterole bypassrls password :'owner_password';
create role sibao_app login nosuperuser nocreatedb nocreaterole nobypassrls password :'app_password';
grant sibao_app to sibao_owner;

create database sibao owner sibao_owner template template0 encoding 'UTF8';
revoke all on database sibao from public;
grant connect, temporary on database sibao to sibao_app;

\connect sibao
create extension if not exists btree_gist;
alter default privileges for role sibao_owner grant usage on schemas to sibao_app;
alter default privileges for role sibao_owner grant select, insert, update, delete on tables to sibao_app;
alter default privileges for role sibao_owner grant usage, select on sequences to sibao_app;
alter default privileges for role sibao_owner grant execute on routines to sibao_app;
