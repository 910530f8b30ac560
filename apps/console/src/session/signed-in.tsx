import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Frame } from '../frame/frame.js';
import { toast } from '../ui/toasts.js';
import { Door } from './door.js';
import { type Session } from './session.js';
import { nameQuery, useSession } from './session-context.js';

type SignOut = (next: Parameters<Session['signOut']>[0]) => Promise<void>;

/** The console for somebody who is signed in, until they leave for the issuer to sign out. */
export function SignedIn() {
  const session = useSession();
  const queries = useQueryClient();
  const [where, setWhere] = useState<'here' | 'leaving' | 'left'>('here');
  const signOut: SignOut = async (next) => {
    setWhere('leaving');
    queries.clear();
    try {
      await session.signOut(next);
    } catch (cause) {
      // The tokens are gone from here either way; their owner should know that the server has not heard of it.
      toast(cause instanceof Error ? cause.message : 'The server did not confirm the sign-out.', 'red');
      setWhere('left');
    }
  };
  if (where === 'leaving') return <Door title="Signing you out">The server is ending your session.</Door>;
  if (where === 'left') return <SignedOut />;
  if (!session.hasRole) return <WithoutRole onSignOut={signOut} />;
  return <Frame session={session} onSignOut={() => void signOut('says-so')} />;
}

/** Somebody whose account is good for applications only. */
function WithoutRole({ onSignOut }: { onSignOut: SignOut }) {
  const { data: name } = useQuery(nameQuery(useSession()));
  return (
    <Door
      title="You have no role in this registry"
      actions={
        <>
          <Button onClick={() => void onSignOut('signs-in')}>Sign in as somebody else</Button>
          <Button variant="default" onClick={() => void onSignOut('says-so')}>
            Sign out
          </Button>
        </>
      }
    >
      You are signed in
      {name && (
        <>
          {' '}
          as <strong>{name}</strong>
        </>
      )}
      , and this account may not see or change anything here. An administrator of the registry can give it a role on the
      Accounts page.
    </Door>
  );
}

/** What is shown once nothing of the session is left: after the browser has come back from the issuer. */
export function SignedOut() {
  return <Door title="You are signed out">Nothing of this session is left in this browser tab.</Door>;
}
