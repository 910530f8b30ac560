import { Link } from '@tanstack/react-router';
import { AppWindow, KeyRound, ReceiptText, Settings2, Users } from 'lucide-react';
import { useSession } from '../session/session-context.js';
import classes from './frame.module.css';

/** The pages of the console, in the order of the side navigation and of the palette. */
export const pages = [
  { to: '/clients', label: 'Clients', icon: AppWindow },
  { to: '/requests', label: 'Requests', icon: ReceiptText },
  { to: '/scopes', label: 'Scopes', icon: KeyRound },
  { to: '/settings', label: 'Settings', icon: Settings2 },
  { to: '/accounts', label: 'Accounts', icon: Users, scope: 'accounts:write' },
] as const;

/** The pages that whoever is signed in may see. */
export function usePages() {
  const session = useSession();
  return pages.filter((page) => !('scope' in page) || session.may(page.scope));
}

export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const shown = usePages();
  return (
    <nav aria-label="Main">
      <ul className={classes.links}>
        {shown.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.link} activeProps={{ 'aria-current': 'page' }} onClick={onNavigate}>
              <Icon size={16} aria-hidden /> {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
