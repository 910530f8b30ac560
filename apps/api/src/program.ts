import cluster from 'node:cluster';
import { type Logger } from 'pino';
import { announcement } from './announcement.js';
import { BadConfiguration, type Config, readConfig } from './configuration/config.js';
import { createLogger } from './logging.js';
import { type Server, prepare, serve, openDatabase } from './server.js';
import { releaseStartupMemory } from './startup-memory.js';
import { superviseWorkers } from './workers.js';

/** Milliseconds that requests under way have to end. */
const patience = 20_000;
/** Milliseconds after which a start is over. */
const startOver = 1_000;

const config = configuration();
const logger = await createLogger(config);
const options = { logger, readAgain: () => readConfig(process.env) };
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    // What failed where nobody looked leaves a state that nobody knows.
    logger.fatal({ err: error }, event);
    process.exit(1);
  });
}

try {
  await start();
} catch (error) {
  logger.debug({ err: error }, 'the start failed');
  process.stderr.write(`Clientele cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  if (cluster.isWorker) return serveUntilTold(await serve(await openDatabase(config, logger), config, options), logger);
  const { storage, credentials } = await prepare(config, logger);
  if (config.workers === 1) {
    serveUntilTold(await serve(storage, config, options), logger);
  } else {
    await storage.close();
    await superviseWorkers(config.workers, logger);
  }
  process.stdout.write(announcement(config, credentials));
}

function configuration(): Config {
  try {
    return readConfig(process.env, process.stdout.isTTY);
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error;
    for (const fault of error.faults) process.stderr.write(`${fault}\n`);
    process.exit(1);
  }
}

function serveUntilTold(server: Server, log: Logger): void {
  setTimeout(releaseStartupMemory, startOver).unref();
  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    log.info(`${signal}: ending`);
    setTimeout(() => {
      log.error('requests were still under way; ended them');
      process.exit(1);
    }, patience).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the end was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
