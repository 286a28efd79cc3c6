import type { ReactNode } from "react";
import styles from "./sidebar-header.module.css";

export function SidebarHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className={styles.header}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </header>
  );
}
