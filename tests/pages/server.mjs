// The program under test for the browser tests: a server of its own on a free port, and its command line.
import {execFile, spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = path.resolve(process.env.WATCHWORD_PROGRAM || path.join(root, 'build', 'watchword'));
export const PASSWORD = 'seven quiet lanterns by the sea';

function environment() {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('WATCHWORD_'));
  return {
    ...Object.fromEntries(clean),
    WATCHWORD_PASSWORDS_ARGON2_MEMORY_KIB: '64', WATCHWORD_PASSWORDS_ARGON2_PASSES: '1',
    WATCHWORD_LIMITS_PER_ADDRESS_BURST: '10000', WATCHWORD_LIMITS_PER_ACCOUNT_BURST: '10000',
  };
}

export class Server {
  static async start() {
    const server = new Server();
    server.folder = await mkdtemp(path.join(os.tmpdir(), 'watchword-pages-'));
    server.data = path.join(server.folder, 'data');
    server.output = '';
    server.process = spawn(program, ['serve', '--listen', 'localhost:0', '--data', server.data],
      {env: environment(), stdio: ['ignore', 'pipe', 'pipe']});
    for (const stream of [server.process.stdout, server.process.stderr]) {
      stream.on('data', chunk => { server.output += chunk; });
    }
    await server.waitUntilReady();
    return server;
  }

  async waitUntilReady() {
    const deadline = Date.now() + 60_000;
    for (;;) {
      if (this.process.exitCode !== null) throw new Error(`the server ended: ${this.output}`);
      this.url = this.output.match(/listens on (http:\/\/localhost:\d+)\n/)?.[1];
      try {
        if (this.url && (await fetch(`${this.url}/readyz`)).ok) return;
      } catch { /* not yet */ }
      if (Date.now() > deadline) throw new Error(`the server is not ready: ${this.output}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /// The one-time link for the first user, from what the server prints.
  setupLink() {
    const found = this.output.match(/http:\/\/localhost:\d+\/setup\S+/);
    if (!found) throw new Error(`no set-up link: ${this.output}`);
    return found[0];
  }

  run(...words) {
    const input = typeof words.at(-1) === 'object' ? words.pop().input : '';
    return new Promise((resolve, reject) => {
      const child = execFile(program, [...words, '--data', this.data], {env: environment()},
        (error, stdout, stderr) => error ? reject(new Error(`${words.join(' ')}: ${stderr}`)) : resolve(stdout));
      child.stdin.on('error', () => {});  // a command that reads no input may be gone already
      child.stdin.end(input);
    });
  }

  async addUser(name, ...options) {
    await this.run('user', 'add', name, '--password-stdin', ...options, {input: `${PASSWORD}\n`});
  }

  /// Ends all sessions of a user, as an administrator would.
  async revokeSessions(name) {
    await this.run('session', 'revoke', '--user', name);
  }

  async stop() {
    const ended = new Promise(resolve => this.process.once('exit', (status, signal) => resolve(status ?? signal)));
    this.process.kill('SIGTERM');
    const status = await ended;
    await rm(this.folder, {recursive: true, force: true});
    if (status !== 0) throw new Error(`the server ended with ${status}: ${this.output}`);
  }
}

