import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Frame } from '../frame/frame.js';
import { toast } from '../ui/toasts.js';
import { Door, toStart } from './door.js';
import { nameQuery, useSession } from './session-context.js';

/** The console for somebody who is signed in, and the door once they have signed out. */
export function SignedIn() {
  const session = useSession();
  const queries = useQueryClient();
  const [left, setLeft] = useState(false);
  const signOut = async () => {
    setLeft(true);
    queries.clear();
    try {
      await session.signOut();
    } catch (cause) {
      // The tokens are gone from here either way; their owner should know that the server has not heard of it.
      toast(cause instanceof Error ? cause.message : 'The server did not confirm the sign-out.', 'red');
    }
  };
  if (left) return <Door title="You are signed out">Nothing of this session is left in this browser tab.</Door>;
  if (!session.hasRole) return <WithoutRole onSignOut={signOut} />;
  return <Frame session={session} onSignOut={() => void signOut()} />;
}

/** Somebody whose account is good for applications only. */
function WithoutRole({ onSignOut }: { onSignOut(): Promise<void> }) {
  const { data: name } = useQuery(nameQuery(useSession()));
  return (
    <Door
      title="You have no role in this registry"
      actions={
        <>
          <Button onClick={() => void onSignOut().then(toStart)}>Sign in as somebody else</Button>
          <Button variant="default" onClick={() => void onSignOut()}>
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
