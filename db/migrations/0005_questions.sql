CREATE TABLE "request_question" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"question" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reminders" integer DEFAULT 0 NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "answer_has_a_moment" CHECK (("request_question"."answer" is null) = ("request_question"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "request_question" ADD CONSTRAINT "request_question_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_question" ADD CONSTRAINT "request_question_asked_by_staff_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "request_question_request" ON "request_question" USING btree ("request_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_question_per_request" ON "request_question" USING btree ("request_id") WHERE "request_question"."answered_at" is null and "request_question"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "request_question_open" ON "request_question" USING btree ("expires_at") WHERE "request_question"."answered_at" is null and "request_question"."ended_at" is null;