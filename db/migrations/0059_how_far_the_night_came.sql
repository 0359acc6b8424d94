ALTER TABLE "retention_run" ADD COLUMN "reached" jsonb;--> statement-breakpoint
ALTER TABLE "retention_run" ADD COLUMN "is_through" boolean DEFAULT false NOT NULL;