import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Frame } from '../frame/frame.js';
import { toast } from '../ui/toasts.js';
import { Door } from './door.js';
import { useSession } from './session-context.js';

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
  if (left) return <Door title="You are signed out" text="Nothing of this session is left in this browser tab." />;
  return <Frame session={session} onSignOut={() => void signOut()} />;
}
