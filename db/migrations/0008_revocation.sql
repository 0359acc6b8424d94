CREATE TABLE "account_block" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"user_number" text NOT NULL,
	"blocked_at" timestamp (3) with time zone NOT NULL,
	"lifted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "carry_out_on" date;--> statement-breakpoint
ALTER TABLE "account_block" ADD CONSTRAINT "account_block_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_block" ADD CONSTRAINT "account_block_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_block_user_number" ON "account_block" USING btree ("user_number");--> statement-breakpoint
CREATE INDEX "request_to_carry_out" ON "request" USING btree ("carry_out_on") WHERE "request"."status" = 'fulfilling' and "request"."fulfilled_at" is null;