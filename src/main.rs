//! The binary: arguments to the library, bytes to the terminal, an exit code.

use anstream::AutoStream;
use clap::Parser as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use mitigap::cli::judging::Environment;
use mitigap::cli::{self, Cli, Surroundings};
use mitigap::report::Exit;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let bar = progress_bar();
    let result = run(cli, &bar);
    bar.finish_and_clear();
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever read our output has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done if standard error is gone too.
            let _ = writeln!(io::stderr(), "error: cannot write the output: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, bar: &ProgressBar) -> io::Result<u8> {
    let stdout = io::stdout();
    let colour = match cli.color {
        clap::ColorChoice::Always => true,
        clap::ColorChoice::Never => false,
        clap::ColorChoice::Auto => AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
    };
    let started = Instant::now();
    let progress = |done: usize, all: usize| {
        if bar.is_hidden() && started.elapsed() > UNSEEN {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let mut out = io::BufWriter::new(stdout.lock());
    let environment = match Environment::read(|name| std::env::var_os(name)) {
        Ok(environment) => environment,
        Err(message) => {
            writeln!(io::stderr(), "error: {message}")?;
            return Ok(Exit::Broken.code());
        }
    };
    let code = cli::run(
        cli,
        &mut Surroundings {
            today: today(),
            colour,
            stdin: &mut io::stdin().lock(),
            out: &mut out,
            err: &mut io::stderr(),
            environment,
            step_summary: std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(Into::into),
            progress: &progress,
        },
    )?;
    let flushed = out.flush();
    // A run that could not write has said so; that nobody reads on changes no verdict.
    let unread = flushed.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
    if unread || code == Exit::Broken.code() { Ok(code) } else { flushed.map(|()| code) }
}

/// How long a run goes on before it shows its progress.
const UNSEEN: Duration = Duration::from_secs(1);

/// Hidden until a run has taken a while, and on anything but a terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} files");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// The UTC date, read once.
fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    jiff::Timestamp::from_second(i64::try_from(since.as_secs()).unwrap_or(0))
        .map_or(Date::constant(1970, 1, 1), |now| now.to_zoned(jiff::tz::TimeZone::UTC).date())
}
