import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './theme/mantine.css';
import './theme/tokens.css';
import './theme/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { callAs, queryClient } from './api.js';
import { router } from './router.js';
import { configQuery } from './server/server-queries.js';
import { Door } from './session/door.js';
import { completeSignIn, discoverIssuer, isCallback, isSignedOut, leaveToSignIn } from './session/session.js';
import { SignedOut } from './session/signed-in.js';
import { SessionContext } from './session/session-context.js';
import { theme } from './theme/theme.js';

const root = createRoot(document.getElementById('root')!);

function show(content: ReactNode): void {
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        {content}
      </MantineProvider>
    </StrictMode>,
  );
}

async function start(): Promise<void> {
  const url = new URL(location.href);
  if (isSignedOut(url)) return show(<SignedOut />);
  const issuer = await discoverIssuer(await queryClient.ensureQueryData(configQuery));
  if (!isCallback(url)) return leaveToSignIn(issuer, url.pathname + url.search + url.hash);

  const { session, returnTo } = await completeSignIn(issuer, url);
  callAs(session);
  // The code in the address is spent; what remains of it is no place to come back to.
  history.replaceState(null, '', returnTo);
  show(
    <SessionContext value={session}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </SessionContext>,
  );
}

start().catch((cause: unknown) => {
  show(<Door title="Signing in did not work">{cause instanceof Error ? cause.message : String(cause)}</Door>);
});
