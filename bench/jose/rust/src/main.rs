//! The crate jsonwebtoken with prepared keys, on aws-lc-rs. usage: bench-jose FOLDER access|plain

use jsonwebtoken::{decode, encode, Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::error::Error;
use std::io::{stdin, BufRead};
use std::path::PathBuf;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

const CHECKS: &str = "signature payload none expired not_yet_valid issuer audience type";

struct TokenSet {
    folder: PathBuf,
    kind: String,
    typ: &'static str,
    setting: HashMap<String, String>,
    /// Subject, id, session and tenant.
    claims: Vec<[String; 4]>,
    times: [i64; 3],
}

impl TokenSet {
    fn read(folder: PathBuf, kind: String) -> Outcome<TokenSet> {
        let typ = if kind == "access" { "at+jwt" } else { "JWT" };
        let mut set = TokenSet { folder, kind, typ, setting: HashMap::new(), claims: Vec::new(), times: [0; 3] };
        for line in set.lines(&format!("{}.setting", set.kind))? {
            if let Some((name, value)) = line.split_once('=') {
                set.setting.insert(name.to_owned(), value.to_owned());
            }
        }
        for line in set.lines("claims")? {
            let mut parts = line.split('\t').map(str::to_owned);
            set.claims.push(std::array::from_fn(|_| parts.next().unwrap_or_default()));
        }
        for (time, name) in set.times.iter_mut().zip(["exp", "nbf", "iat"]) {
            *time = set.setting[name].parse()?;
        }
        Ok(set)
    }

    fn file(&self, name: &str) -> Outcome<Vec<u8>> {
        Ok(std::fs::read(self.folder.join(name))?)
    }

    fn lines(&self, name: &str) -> Outcome<Vec<String>> {
        Ok(String::from_utf8(self.file(name)?)?.lines().map(str::to_owned).collect())
    }
}

#[derive(Deserialize)]
struct Read {
    sub: String,
    tenant: String,
}

#[derive(Serialize)]
struct Written<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: &'a str,
    client_id: &'a str,
    scope: &'a str,
    sid: &'a str,
    tenant: &'a str,
}

struct Stage<'a> {
    set: &'a TokenSet,
    name: String,
    header: Header,
    decoding: DecodingKey,
    encoding: EncodingKey,
    validation: Validation,
    tokens: Vec<String>,
    position: usize,
}

impl<'a> Stage<'a> {
    fn open(name: &str, set: &'a TokenSet) -> Outcome<Stage<'a>> {
        let algorithm: Algorithm = name.parse()?;
        let (decoding, encoding) = keys(algorithm, name, set)?;
        let mut header = Header::new(algorithm);
        header.typ = Some(set.typ.to_owned());
        header.kid = Some(set.setting["kid"].clone());
        let mut validation = Validation::new(algorithm);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.set_issuer(&[&set.setting["issuer"]]);
        validation.set_audience(&[&set.setting["audience"]]);
        let tokens = set.lines(&format!("{name}.{}", set.kind))?;
        Ok(Stage { set, name: name.to_owned(), header, decoding, encoding, validation, tokens, position: 0 })
    }

    /// The lengths of `sub` and `tenant`, added.
    fn verify(&self, token: &str) -> Outcome<usize> {
        let read = decode::<Read>(token, &self.decoding, &self.validation)?;
        if read.header.typ.as_deref() != Some(self.set.typ) {
            return Err("wrong type".into());
        }
        Ok(read.claims.sub.len() + read.claims.tenant.len())
    }

    fn issue(&self, index: usize) -> Outcome<String> {
        let [sub, jti, sid, tenant] = &self.set.claims[index];
        let setting = |name: &str| self.set.setting[name].as_str();
        let [exp, nbf, iat] = self.set.times;
        let claims = Written {
            iss: setting("issuer"),
            aud: setting("audience"),
            client_id: setting("client_id"),
            scope: setting("scope"),
            sub,
            exp,
            nbf,
            iat,
            jti,
            sid,
            tenant,
        };
        Ok(encode(&self.header, &claims, &self.encoding)?)
    }

    fn verify_at(&self, index: usize) -> Outcome<()> {
        let [subject, _, _, tenant] = &self.set.claims[index];
        let length = self.verify(&self.tokens[index])?;
        if length == subject.len() + tenant.len() {
            Ok(())
        } else {
            Err("misread claim".into())
        }
    }

    fn run(&mut self, operation: impl Fn(&Self, usize) -> Outcome<()>, length: Duration) -> Outcome<String> {
        let (mut count, cpu, start) = (0, cpu_seconds(), Instant::now());
        loop {
            for _ in 0..16 {
                operation(self, self.position)?;
                self.position = (self.position + 1) % self.tokens.len();
            }
            count += 16;
            let taken = start.elapsed();
            if taken >= length {
                return Ok(format!("{count} {} {}", cpu_seconds() - cpu, taken.as_secs_f64()));
            }
        }
    }

    fn judge(&self) -> Outcome<String> {
        let mut verdicts = Vec::new();
        for line in self.set.lines(&format!("{}.{}.judged", self.name, self.set.kind))? {
            let (kind, token) = line.split_once(' ').ok_or("a line without a kind")?;
            let verdict = if self.verify(token).is_ok() { "accepted" } else { "refused" };
            verdicts.push(format!("{kind}={verdict}"));
        }
        Ok(verdicts.join(" "))
    }
}

fn keys(algorithm: Algorithm, name: &str, set: &TokenSet) -> Outcome<(DecodingKey, EncodingKey)> {
    if algorithm == Algorithm::HS256 {
        let secret = set.file("HS256.secret")?;
        return Ok((DecodingKey::from_secret(&secret), EncodingKey::from_secret(&secret)));
    }
    let public = set.file(&format!("{name}.public.pem"))?;
    let private = set.file(&format!("{name}.private.pem"))?;
    Ok(match algorithm {
        Algorithm::RS256 => (DecodingKey::from_rsa_pem(&public)?, EncodingKey::from_rsa_pem(&private)?),
        Algorithm::ES256 => (DecodingKey::from_ec_pem(&public)?, EncodingKey::from_ec_pem(&private)?),
        _ => (DecodingKey::from_ed_pem(&public)?, EncodingKey::from_ed_pem(&private)?),
    })
}

fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` outlives the call, which only writes it.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

fn version() -> String {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.split("name = \"jsonwebtoken\"\nversion = \"").nth(1).unwrap_or("unknown\"");
    format!("{}, aws-lc-rs", entry.split('"').next().unwrap_or("unknown"))
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, kind] = arguments.as_slice() else { return Err("usage: bench-jose FOLDER access|plain".into()) };
    let set = TokenSet::read(folder.into(), kind.clone())?;
    let mut stages: HashMap<String, Stage> = HashMap::new();
    for line in stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match words[..] {
            ["about"] => version(),
            ["checks"] => CHECKS.to_owned(),
            [command, algorithm, ..] => {
                if !stages.contains_key(algorithm) {
                    stages.insert(algorithm.to_owned(), Stage::open(algorithm, &set)?);
                }
                let stage = stages.get_mut(algorithm).ok_or("no such algorithm")?;
                let length = Duration::from_millis(words.get(2).unwrap_or(&"0").parse()?);
                match command {
                    "judge" => stage.judge()?,
                    "sample" => stage.issue(0)?,
                    "verify" => stage.run(|stage, index| stage.verify_at(index), length)?,
                    "issue" => stage.run(|stage, index| stage.issue(index).map(drop), length)?,
                    _ => "unsupported".to_owned(),
                }
            }
            _ => "unknown command".to_owned(),
        };
        println!("{answer}");
    }
    Ok(())
}
