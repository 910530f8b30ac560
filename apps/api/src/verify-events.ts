import { BadConfiguration, readConfig } from './configuration/config.js';
import { createLogger } from './logging.js';
import { connect } from './server.js';

/**
 * `node dist/main.js verify-events`: walks along the audit log of the configured database and says whether it is whole.
 * Ends with 0 where it is, with 1 at the first event that does not fit, with 2 where that cannot be found out. The server
 * may go on meanwhile.
 */
try {
  const config = readConfig(process.env);
  const storage = await connect(config, await createLogger(config));
  try {
    if (await storage.migrationsPending()) throw new Error('the database has another schema: start the server first');
    const { count, hash, broken } = await storage.events.verify();
    if (broken) {
      process.stdout.write(
        `Event ${broken.seq} ${broken.why}. The ${count} events before it are as they were written.\n`,
      );
      process.exitCode = 1;
    } else {
      process.stdout.write(
        `${count} events are as they were written. The last one has the hash ${hash || '(none)'}.\n`,
      );
    }
  } finally {
    await storage.close();
  }
} catch (error) {
  const faults = error instanceof BadConfiguration ? error.faults : [error instanceof Error ? error.message : error];
  for (const fault of faults) process.stderr.write(`${String(fault)}\n`);
  process.exitCode = 2;
}
