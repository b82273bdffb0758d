//! The program as it is used: files in, files and exit codes out.

mod bad_files;
mod benchmark;
mod index;
mod khoi;
mod tables;
