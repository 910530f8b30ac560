import classes from './frame.module.css';

export function Logo() {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden>
        <rect width="24" height="24" rx="6" className={classes.logoBody} />
        <path d="M12 5.5 18.5 12 12 18.5 5.5 12Z" fill="none" stroke="#fff" strokeWidth="2" strokeLinejoin="round" />
        <circle cx="12" cy="12" r="1.6" fill="#fff" />
      </svg>
      Clientele
    </span>
  );
}
