import { createApp } from './app.ts';
import { ConfigError, parseConfig } from './config.ts';
import { createLog, type Log, scrub } from './log.ts';

/** environment → parseConfig → app or sandbox → graceful stop. */
async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const sandbox = config.telegram === null;
  const log = createLog(config.logLevel);
  // Loaded only when it is wanted: a real bot carries no local Telegram.
  const app = sandbox
    ? await (await import('./sandbox/sandbox.ts')).openSandbox(config, log)
    : await createApp(config, { log });
  stopGracefully(app, log);
  if (sandbox) console.log(`KostIn sandbox: ${app.url} (Ctrl+C stops it)`);
  else log.info({ url: app.url, roles: config.roles, store: config.store.kind }, 'app: started');
  if (!sandbox && config.telegram?.adminChatId === null && config.roles.includes('bot')) {
    log.warn('ADMIN_CHAT_ID is not set: there is no admin group. Add the bot to one and send /idgrup there');
  }
}

/** The first signal ends what is under way, the second ends the process. */
function stopGracefully(app: { stop(): Promise<void> }, log: Log): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'app: stopping');
    setTimeout(() => process.exit(1), 15_000).unref();
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'app: unhandled rejection'));
}

/** What happened and why, without a secret: `the store is not reachable (connect ECONNREFUSED 127.0.0.1:5432)`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { message, cause } = error;
  return scrub(cause instanceof Error && cause.message ? `${message} (${cause.message})` : message);
}

main().catch((error: unknown) => {
  // A mistake of the operator is told in one message, without a stack.
  console.error(error instanceof ConfigError ? error.message : `KostIn did not start: ${reasonOf(error)}`);
  process.exit(1);
});
