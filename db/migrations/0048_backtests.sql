CREATE TABLE "definition_backtest" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"change_id" uuid NOT NULL,
	"change_hash" text NOT NULL,
	"release_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"policies_on" date NOT NULL,
	"passed_over" jsonb NOT NULL,
	"begun_by" uuid NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"cursor_at" timestamp (3) with time zone,
	"cursor_id" uuid,
	"tally" jsonb NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"cancelled_by" uuid,
	"ended_at" timestamp (3) with time zone,
	"stopped_by" text,
	CONSTRAINT "backtest_period_is_in_order" CHECK ("definition_backtest"."from_day" <= "definition_backtest"."until_day"),
	CONSTRAINT "backtest_cursor_is_whole" CHECK (("definition_backtest"."cursor_at" is null) = ("definition_backtest"."cursor_id" is null)),
	CONSTRAINT "cancelled_backtest_has_ended" CHECK ("definition_backtest"."cancelled_by" is null or "definition_backtest"."ended_at" is not null),
	CONSTRAINT "stopped_backtest_has_ended" CHECK ("definition_backtest"."stopped_by" is null or ("definition_backtest"."ended_at" is not null and "definition_backtest"."cancelled_by" is null))
);
--> statement-breakpoint
ALTER TABLE "definition_backtest" ADD CONSTRAINT "definition_backtest_change_id_definition_change_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."definition_change"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_backtest" ADD CONSTRAINT "definition_backtest_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_backtest" ADD CONSTRAINT "definition_backtest_begun_by_staff_id_fk" FOREIGN KEY ("begun_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_backtest" ADD CONSTRAINT "definition_backtest_cancelled_by_staff_id_fk" FOREIGN KEY ("cancelled_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_backtest_of_a_change_at_a_time" ON "definition_backtest" USING btree ("change_id") WHERE "definition_backtest"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "backtest_of_change" ON "definition_backtest" USING btree ("change_id","begun_at");--> statement-breakpoint
CREATE INDEX "request_submitted" ON "request" USING btree ("submitted_at","id");