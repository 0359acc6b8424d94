CREATE TABLE "certificate_check" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "certificate_check_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"begun_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"position" text DEFAULT '' NOT NULL,
	"checked" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_finding" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "certificate_finding_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"serial" text NOT NULL,
	"what" text NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"check_id" bigint NOT NULL,
	"gone_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "certificate_finding" ADD CONSTRAINT "certificate_finding_check_id_certificate_check_id_fk" FOREIGN KEY ("check_id") REFERENCES "public"."certificate_check"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_certificate_check_at_a_time" ON "certificate_check" USING btree (("ended_at" is null)) WHERE "certificate_check"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_finding_stands_once" ON "certificate_finding" USING btree ("serial","what") WHERE "certificate_finding"."gone_at" is null;