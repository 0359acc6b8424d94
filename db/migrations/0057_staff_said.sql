ALTER TABLE "staff" ADD COLUMN "said_at" timestamp (3) with time zone;--> statement-breakpoint
-- Who is known today was heard of at least when they came in last; when that was is not written down anywhere.
UPDATE "staff" SET "said_at" = now() WHERE "issuer" IS NOT NULL;
