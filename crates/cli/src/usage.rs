//! How the command line is read. Help, and what is said of a wrong use, are in both languages; wrong use is exit 2.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};
use domain::text::Text;

const TEMPLATE: &str = "{before-help}{about-with-newline}\nCách dùng / usage: {usage}\n\n{all-args}{after-help}";

/// Reads the command line of the program.
///
/// # Errors
/// The exit code, after help, version or the fault has been printed.
pub(crate) fn read<P: CommandFactory + FromArgMatches>() -> Result<P, ExitCode> {
    let words: Vec<OsString> = help_as_an_option(std::env::args_os().collect());
    let mut command = bilingual(P::command());
    let read = command.try_get_matches_from_mut(&words).and_then(|matches| P::from_arg_matches(&matches));
    read.map_err(|error| {
        let is_help = matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        );
        if is_help {
            // Nobody is left to tell when the help cannot be printed.
            let _ = error.print();
        } else {
            eprintln!("{}", say(&error, &mut command, &words));
        }
        u8::try_from(error.exit_code()).map_or(ExitCode::from(2), ExitCode::from)
    })
}

/// `khoi help import` as `khoi import --help`.
fn help_as_an_option(mut words: Vec<OsString>) -> Vec<OsString> {
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    words
}

/// The same commands with headings and the options every command has in both languages.
pub(crate) fn bilingual(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let has_version = command.get_version().is_some();
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .help_template(TEMPLATE)
        .subcommand_help_heading("Lệnh / commands")
        .arg(help.help("In trợ giúp; --help in đầy đủ / print help; --help prints all of it."));
    if has_version {
        command = command.arg(version.help("In phiên bản / print the version."));
    }
    command.mut_args(with_heading).mut_subcommands(bilingual)
}

fn with_heading(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "Đối số / arguments" } else { "Tùy chọn / options" };
    arg.help_heading(heading)
}

/// What is wrong with the command line, and the use of the command, a line each.
fn say(error: &Error, command: &mut Command, words: &[OsString]) -> String {
    command.build();
    let mut named = &*command;
    for word in &words[1.min(words.len())..] {
        match word.to_str().and_then(|word| named.find_subcommand(word)) {
            Some(inner) => named = inner,
            None => break,
        }
    }
    let path = named.get_bin_name().unwrap_or("khoi").to_owned();
    let said = sentence(error, named, &path);
    let usage = named.clone().render_usage().to_string();
    let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, usage)| usage);
    format!("{}\n{}\nCách dùng / usage: {usage}\nTrợ giúp / help: {path} --help", said.vi, said.en)
}

fn sentence(error: &Error, command: &Command, path: &str) -> Text {
    let arg = listed(error, ContextKind::InvalidArg).join(", ");
    let value = listed(error, ContextKind::InvalidValue).join(", ");
    match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => no_such_command(error, command, path),
        ErrorKind::UnknownArgument => unknown_argument(error, &arg, path),
        ErrorKind::MissingRequiredArgument => missing(&listed(error, ContextKind::InvalidArg), command),
        ErrorKind::ArgumentConflict => {
            let other = listed(error, ContextKind::PriorArg).join(", ");
            if other.is_empty() || other == arg {
                return Text::new(
                    format!("{arg} được ghi hai lần; hãy giữ một."),
                    format!("{arg} is given twice; keep one."),
                );
            }
            Text::new(
                format!("{arg} không dùng cùng với {other}; hãy bỏ một trong hai."),
                format!("{arg} cannot be used with {other}; leave one of them out."),
            )
        }
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues if value.is_empty() => {
            let meaning = meaning(command, &arg);
            Text::new(
                format!("{arg} thiếu giá trị; hãy ghi thêm{}.", after(&meaning.vi)),
                format!("{arg} lacks its value; add it{}.", after(&meaning.en)),
            )
        }
        ErrorKind::InvalidValue => {
            let answers = listed(error, ContextKind::ValidValue).join(", ");
            Text::new(
                format!("{arg}: “{value}” không có; hãy ghi một trong: {answers}."),
                format!("{arg}: there is no “{value}”; write one of {answers}."),
            )
        }
        ErrorKind::ValueValidation => bad_value(error, command, &arg, &value),
        ErrorKind::TooManyValues => Text::new(
            format!("{arg}: “{value}” thừa; hãy bỏ đi."),
            format!("{arg}: “{value}” is one too many; leave it out."),
        ),
        _ => Text::new(
            format!("Không hiểu dòng lệnh ({}); hãy viết lại theo cách dùng dưới đây.", error.kind()),
            format!("The command line is not understood ({}); write it as shown below.", error.kind()),
        ),
    }
}

/// What the error says of a kind of thing: none, one or several.
fn listed(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn no_such_command(error: &Error, command: &Command, path: &str) -> Text {
    let name = listed(error, ContextKind::InvalidSubcommand).join(" ");
    let there: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let there = there.join(", ");
    let near = listed(error, ContextKind::SuggestedSubcommand).join(", ");
    let (near_vi, near_en) = if near.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(" Có phải là {near}?"), format!(" Is it {near}?"))
    };
    if name.is_empty() {
        return Text::new(
            format!("{path} cần một lệnh; hãy ghi một trong: {there}."),
            format!("{path} needs a command; write one of {there}."),
        );
    }
    Text::new(
        format!("{path} không có lệnh “{name}”.{near_vi} Hãy ghi một trong: {there}."),
        format!("{path} has no command “{name}”.{near_en} Write one of {there}."),
    )
}

fn unknown_argument(error: &Error, arg: &str, path: &str) -> Text {
    match &listed(error, ContextKind::SuggestedArg)[..] {
        [near, ..] => Text::new(
            format!("{path} không nhận “{arg}”; có phải là {near}? Hãy sửa hoặc bỏ đi."),
            format!("{path} does not take “{arg}”; is it {near}? Correct it or leave it out."),
        ),
        [] => Text::new(
            format!("{path} không nhận “{arg}”; hãy bỏ đi."),
            format!("{path} does not take “{arg}”; leave it out."),
        ),
    }
}

fn missing(args: &[String], command: &Command) -> Text {
    let meanings: Vec<Text> = args.iter().map(|arg| meaning(command, arg)).collect();
    let each = |pick: fn(&Text) -> &str| {
        let named = args.iter().zip(&meanings).map(|(arg, meaning)| format!("{arg}{}", after(pick(meaning))));
        named.collect::<Vec<_>>().join("; ")
    };
    Text::new(
        format!("Thiếu {}. Hãy ghi thêm.", each(|text| &text.vi)),
        format!("Missing: {}. Add it.", each(|text| &text.en)),
    )
}

/// A value its reader refuses, with the form it should have.
fn bad_value(error: &Error, command: &Command, arg: &str, value: &str) -> Text {
    let form = form(std::error::Error::source(error)).unwrap_or_else(|| {
        let meaning = meaning(command, arg);
        Text::new(format!("hãy ghi đúng{}", after(&meaning.vi)), format!("write it right{}", after(&meaning.en)))
    });
    Text::new(
        format!("{arg}: không đọc được “{value}”; {}.", form.vi),
        format!("{arg}: “{value}” cannot be read; {}.", form.en),
    )
}

/// What to write, from what the reader of a value says.
fn form(reason: Option<&(dyn std::error::Error + 'static)>) -> Option<Text> {
    let reason = reason?;
    if reason.is::<jiff::Error>() {
        return Some(Text::new("hãy ghi ngày như 2024-01-31", "write a day as 2024-01-31"));
    }
    if reason.is::<std::net::AddrParseError>() {
        return Some(Text::new("hãy ghi như 127.0.0.1:8080", "write it as 127.0.0.1:8080"));
    }
    let said = reason.to_string();
    let said = said.trim_end_matches('.');
    if let Some((vi, en)) = said.split_once(" / ") {
        return Some(Text::new(vi, en));
    }
    if let Some((least, most)) = said.split_once(" is not in ").and_then(|(_, range)| range.split_once("..=")) {
        return Some(Text::new(
            format!("hãy ghi số từ {least} đến {most}"),
            format!("write a number from {least} to {most}"),
        ));
    }
    if let Some((_, expected)) = said.split_once("write ") {
        return Some(Text::new(format!("hãy ghi {}", in_vietnamese(expected)), format!("write {expected}")));
    }
    let (_, example) = said.split_once(", as ").or_else(|| said.split_once(" as "))?;
    let example = example.split(',').next()?;
    Some(Text::new(format!("hãy ghi như {example}"), format!("write it as {example}")))
}

/// The forms of periods and lists of codes, which are said in English where they are read.
fn in_vietnamese(expected: &str) -> String {
    const WORDS: [(&str, &str); 7] = [
        ("a month as", "tháng như"),
        ("a quarter as", "quý như"),
        ("a year as", "năm như"),
        ("a period as", "kỳ như"),
        ("or a whole number", "hoặc một số nguyên"),
        ("(or another month)", "(hoặc tháng khác)"),
        (" or ", " hoặc "),
    ];
    WORDS.iter().fold(expected.to_owned(), |text, (en, vi)| text.replace(en, vi))
}

/// The help of an argument, as an error names it: `--month <MONTH>`, `<FILE>`.
fn meaning(command: &Command, arg: &str) -> Text {
    let name = arg.split(' ').next().unwrap_or_default();
    let is_named = |a: &&Arg| match name.strip_prefix("--") {
        Some(long) => a.get_long() == Some(long),
        None => {
            a.is_positional()
                && a.to_string().trim_matches(['[', ']', '<', '>']) == name.trim_matches(['[', ']', '<', '>'])
        }
    };
    let help = command.get_arguments().find(is_named).and_then(Arg::get_help).map(ToString::to_string);
    let help = help.unwrap_or_default();
    let help = help.trim_end_matches('.');
    let (vi, en) = help.split_once(" / ").unwrap_or((help, help));
    Text::new(vi, en)
}

/// A text in brackets, when there is one.
fn after(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Khoi;

    /// Letters only Vietnamese has.
    fn is_vietnamese(text: &str) -> bool {
        text.to_lowercase()
            .chars()
            .any(|c| "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ".contains(c))
    }

    /// Whether a help text says it in Vietnamese, and after a stroke in English.
    fn is_bilingual(text: &str) -> bool {
        text.match_indices(" / ").any(|(at, _)| {
            let (vi, en) = (&text[..at], &text[at + 3..]);
            is_vietnamese(vi) && en.split_whitespace().filter(|word| !is_vietnamese(word)).count() > 0
        })
    }

    fn walk(command: &Command, path: &str, wrong: &mut Vec<String>) -> usize {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        if !is_bilingual(&about) {
            wrong.push(format!("{path}: {about}"));
        }
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            if !is_bilingual(&help) {
                wrong.push(format!("{path} {}: {help}", arg.get_id()));
            }
        }
        let inner = command.get_subcommands().map(|sub| walk(sub, &format!("{path} {}", sub.get_name()), wrong));
        1 + inner.sum::<usize>()
    }

    #[test]
    fn every_command_and_argument_has_help_in_both_languages() {
        let mut wrong = Vec::new();
        let count = walk(&bilingual(Khoi::command()), "khoi", &mut wrong);
        assert!(wrong.is_empty(), "not in both languages:\n{}", wrong.join("\n"));
        assert!(count > 20, "{count} commands");
    }

    #[test]
    fn the_command_line_is_sound() {
        bilingual(Khoi::command()).debug_assert();
    }
}
